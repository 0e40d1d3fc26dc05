import { type Brand, type Instant, idKind, sha256 } from '../../kernel/index.ts';
import type { DefinitionId } from '../definition/index.ts';

export type ContentSourceId = Brand<string, 'ContentSourceId'>;
export const ContentSourceId = idKind<'ContentSourceId'>('cnt');
export type PackageId = Brand<string, 'PackageId'>;
export const PackageId = idKind<'PackageId'>('pkg');

const idDigits = 12;

/** A place is the same source again, whichever process reads it. */
export function contentSourceId(place: string): ContentSourceId {
  return ContentSourceId.parse(`cnt_${sha256(place).slice(0, idDigits)}`);
}

export function packageId(source: ContentSourceId, folder: string): PackageId {
  return PackageId.parse(`pkg_${sha256(`${source} ${folder}`).slice(0, idDigits)}`);
}

/**
 * What became of a package. `withheld`: its content is that of a definition that is not to be booked any more. `vanished`:
 * it is not in its source any more, and what was made of it stays.
 */
export const packageResults = ['published', 'unchanged', 'refused', 'withheld', 'vanished'] as const;
export type PackageResult = (typeof packageResults)[number];

export interface PackageFault {
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly message: string;
}

/** What a run found of one package. */
export interface PackageLook {
  /** Its name in the source. */
  readonly folder: string;
  /** Of its files: another one means that one of them changed. */
  readonly hash: string;
  readonly slug?: string | undefined;
  readonly title?: string | undefined;
  /** As the package says it. */
  readonly version?: string | undefined;
  readonly result: PackageResult;
  readonly message: string;
  readonly definitionId?: DefinitionId | undefined;
  readonly faults: readonly PackageFault[];
}

/** A line of a package's log. */
export interface PackageLine extends Pick<PackageLook, 'result' | 'message' | 'version' | 'hash'> {
  readonly at: Instant;
}

export interface ContentPackageState extends PackageLook {
  readonly id: PackageId;
  readonly foundAt: Instant;
  /** When it became what it is. */
  readonly since: Instant;
  /** The newest first, as many as are kept. */
  readonly log: readonly PackageLine[];
}

/** A run that changed something. Those that found all as it was are not kept. */
export interface ContentRun {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly outcome: 'done' | 'failed';
  readonly summary: string;
  /** Of what became different. */
  readonly lines: readonly Pick<PackageLook, 'folder' | 'result' | 'message'>[];
}

/** A folder or bucket of content packages, as it was read. */
export interface ContentSourceState {
  readonly id: ContentSourceId;
  readonly place: string;
  readonly packages: readonly ContentPackageState[];
  /** The newest first, as many as are kept. */
  readonly runs: readonly ContentRun[];
  /** Why it cannot be read now. */
  readonly trouble?: { readonly since: Instant; readonly message: string } | undefined;
}

interface OfSource {
  readonly id: ContentSourceId;
  readonly place: string;
  readonly startedAt: Instant;
  readonly at: Instant;
}

export type ContentEvent =
  | (OfSource & {
      readonly type: 'ContentRead';
      /** Of packages that became different, or were not known. */
      readonly looks: readonly PackageLook[];
      readonly vanished: readonly string[];
    })
  | (OfSource & { readonly type: 'ContentUnreachable'; readonly message: string });
