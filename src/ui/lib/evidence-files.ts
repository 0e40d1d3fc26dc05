import type { Evidence } from './views.ts';

export interface EvidenceLine {
  readonly name: string;
  readonly note: string;
  readonly sha256: string;
}

/** The files of a package, each with how large it is and who said it. */
export function evidenceLines({ files }: Evidence): readonly EvidenceLine[] {
  return files.map(({ name, size, source, sha256 }) => ({ name, note: `${sizeWords(size)}, ${source}`, sha256 }));
}

/** What could not be had, and why. */
export function gapLines({ missing }: Evidence): readonly string[] {
  return missing.map(({ kind, node, link, reason }) => {
    const what = kind.replaceAll('-', ' ');
    const of = node ?? link;
    return `${of === undefined ? what : `${what} of ${of}`}: ${reason}`;
  });
}

function sizeWords(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : `${Math.ceil(bytes / 1024)} KiB`;
}
