import type { LabCheck, LabUpload } from './views.ts';

/** What an author has entered; what is absent is taken from the lab itself. */
export interface LabDraft {
  readonly yaml: string;
  readonly title?: string | undefined;
  readonly slug?: string | undefined;
  readonly minutes: string;
  readonly grading: string;
  readonly engine: NonNullable<LabUpload['gradingEngine']>;
  /** As the engine outside knows the lab. */
  readonly form: string;
}

export const emptyLabDraft: LabDraft = { yaml: '', minutes: '60', grading: '', engine: 'built-in', form: '' };

/** The order for the API. A length that is no number is left out, and the check beside the field says so. */
export function uploadOf({ yaml, title = '', slug = '', minutes, grading, engine, form }: LabDraft): LabUpload {
  const length = Number(minutes);
  return {
    yaml,
    ...(title.trim() === '' ? {} : { title: title.trim() }),
    ...(slug.trim() === '' ? {} : { slug: slug.trim() }),
    ...(minutes.trim() !== '' && Number.isInteger(length) ? { durationMinutes: length } : {}),
    ...(grading.trim() === '' ? {} : { grading }),
    ...graderOf({ engine, form: form.trim() }),
  };
}

function graderOf({ engine, form }: Pick<LabDraft, 'engine' | 'form'>): Partial<LabUpload> {
  if (engine === 'built-in') return {};
  return { gradingEngine: engine, ...(form === '' ? {} : { formQualifiedName: form }) };
}

export type LabFault = LabCheck['faults'][number];

/** `Line 12, column 5: ...`, with what stands there. */
export function faultWords({ part, line, column, message, path }: LabFault): string {
  if (part !== 'yaml' && part !== 'grading') return `${partWords[part]}: ${message}`;
  const where = line === undefined ? '' : ` line ${line}${column === undefined ? '' : `, column ${column}`}`;
  return `${partWords[part]}${where}: ${path === '' ? '' : `${path} `}${message}`;
}

const partWords = {
  yaml: 'Lab',
  grading: 'Grading rules',
  slug: 'Slug',
  title: 'Title',
  maxDurationMinutes: 'Longest duration',
  gradingEngine: 'Grading engine',
} as const satisfies Record<LabFault['part'], string>;

export function faultyLine(
  { part, line }: LabFault,
  { yaml, grading }: Pick<LabDraft, 'yaml' | 'grading'>,
): string | undefined {
  if (line === undefined) return undefined;
  return (part === 'grading' ? grading : yaml).split(/\r\n|\r|\n/)[line - 1]?.trim();
}
