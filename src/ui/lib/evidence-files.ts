import type { Evidence } from './views.ts';

export interface EvidenceLine {
  readonly name: string;
  readonly note: string;
  readonly sha256: string | undefined;
}

/** The files of a package; before it is packaged, the nodes that were read. */
export function evidenceLines({ manifest, nodes = [] }: Evidence): readonly EvidenceLine[] {
  if (manifest === undefined) return nodes.map(({ label, state }) => ({ name: label, note: state, sha256: undefined }));
  return manifest.files.map(({ name, characters, sha256 }) => ({ name, note: `${characters} characters`, sha256 }));
}
