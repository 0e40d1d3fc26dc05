import { createHash } from 'node:crypto';
import type {
  EvidenceFileNote,
  EvidenceGap,
  EvidenceKind,
  EvidenceManifest,
  EvidencePackage,
} from '@lcm/core/contracts/evidence-package';
import type { SessionView } from '@lcm/core/contracts/session';
import { type Clock, toIso } from '@lcm/core/kernel';
import type { CmlLab } from '@lcm/core/ports/cml';

interface About {
  readonly kind: EvidenceManifest['kind'];
  readonly session: SessionView;
  readonly lab: Pick<CmlLab, 'title'>;
  readonly clock: Clock;
}

/** Taken now, unless it says when. */
type ToAdd = Pick<EvidenceFileNote, 'kind' | 'node' | 'link' | 'source'> &
  Partial<Pick<EvidenceFileNote, 'capturedAt'>>;

/** Where files of a kind lie in the archive. */
const places = {
  'running-configuration': ['configurations', 'cfg'],
  'startup-configuration': ['startup', 'cfg'],
  'initial-configuration': ['initial', 'cfg'],
  'console-log': ['consoles', 'log'],
  'command-outputs': ['outputs', 'json'],
  interfaces: ['interfaces', 'json'],
  states: ['', 'json'],
  diagnostics: ['', 'json'],
  capture: ['captures', 'pcap'],
} as const satisfies Record<EvidenceKind, readonly [folder: string, ending: string]>;

/** Who says what was not read at the end. */
export const keptSource = 'what was kept of it while it ran';

/** A package while it is being filled. */
export class PackageDraft {
  readonly #about: About;
  readonly #files = new Map<string, Uint8Array>();
  readonly #notes: EvidenceFileNote[] = [];
  readonly #missing: EvidenceGap[] = [];

  constructor(about: About) {
    this.#about = about;
  }

  add(file: ToAdd, content: string | Uint8Array): void {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const name = this.#nameOf(file);
    this.#files.set(name, bytes);
    this.#notes.push({
      capturedAt: toIso(this.#about.clock.now()),
      ...file,
      name,
      size: bytes.length,
      sha256: sha256Of(bytes),
    });
  }

  lacks(gap: EvidenceGap): void {
    this.#missing.push(gap);
  }

  finish(parts: Pick<EvidenceManifest, 'nodes' | 'links'>): EvidencePackage {
    const { kind, session, lab, clock } = this.#about;
    const { id, definition, placement, startedAt, endedAt } = session;
    const manifest: EvidenceManifest = {
      format: 'lcm-evidence/2',
      kind,
      sessionId: id,
      definition: { id: definition.id, title: definition.title, version: definition.version },
      worker: placement?.workerName ?? '',
      lab: lab.title,
      ...(startedAt !== undefined && { startedAt: toIso(startedAt) }),
      ...(endedAt !== undefined && { endedAt: toIso(endedAt) }),
      capturedAt: toIso(clock.now()),
      ...parts,
      files: this.#notes,
      missing: this.#missing,
    };
    return { manifest, files: this.#files };
  }

  /** Labels are free text: what is no letter of a file name becomes `_`, and no two files have one name. */
  #nameOf(file: Pick<EvidenceFileNote, 'kind' | 'node' | 'link'>): string {
    return freeName(file, this.#files);
  }
}

function freeName(
  { kind, node, link }: Pick<EvidenceFileNote, 'kind' | 'node' | 'link'>,
  taken: ReadonlyMap<string, Uint8Array>,
): string {
  const [folder, ending] = places[kind];
  const stem = `${folder === '' ? '' : `${folder}/`}${(node ?? link ?? kind).replaceAll(/[^\w.-]+/g, '_')}`;
  let name = `${stem}.${ending}`;
  for (let count = 2; taken.has(name); count += 1) name = `${stem}-${count}.${ending}`;
  return name;
}

/** A package with one more file in it. */
export function withFile(
  { manifest, files }: EvidencePackage,
  file: Pick<EvidenceFileNote, 'kind' | 'node' | 'source' | 'capturedAt'>,
  content: string,
): EvidencePackage {
  const bytes = new TextEncoder().encode(content);
  const name = freeName(file, files);
  const note = { ...file, name, size: bytes.length, sha256: sha256Of(bytes) };
  return { manifest: { ...manifest, files: [...manifest.files, note] }, files: new Map([...files, [name, bytes]]) };
}

export function sha256Of(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
