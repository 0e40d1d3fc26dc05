/** What to look for, as it is being filled in. */
export interface ImportDraft {
  readonly by: 'instanceId' | 'imageId' | 'imageName';
  readonly what: string;
  readonly region: string;
  readonly template: string;
  readonly all: boolean;
}

export interface ImportOrder {
  readonly region: string;
  readonly instanceId?: string;
  readonly imageId?: string;
  readonly imageName?: string;
  readonly template?: string;
  readonly all?: boolean;
}

export const importWays = {
  instanceId: { label: 'Instance id', example: 'i-0123456789abcdef0', pattern: /^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/ },
  imageId: { label: 'AMI id', example: 'ami-0123456789abcdef0', pattern: /^ami-(?:[0-9a-f]{8}|[0-9a-f]{17})$/ },
  imageName: { label: 'AMI name', example: 'cml-2.9*', pattern: /./ },
} as const;

/** What is missing, in words; undefined when it can be sent. */
export function faultOfImport({ by, what, region }: ImportDraft): string | undefined {
  const { label, example, pattern } = importWays[by];
  if (!pattern.test(what.trim())) return `${label} is something like ${example}`;
  return /^[a-z]{2,}(?:-[a-z0-9]+)+$/.test(region.trim()) ? undefined : 'Region is something like us-east-1';
}

export function importOrderOf({ by, what, region, template, all }: ImportDraft): ImportOrder {
  return {
    region: region.trim(),
    [by]: what.trim(),
    ...(template !== '' && { template }),
    ...(all && by !== 'instanceId' && { all }),
  };
}
