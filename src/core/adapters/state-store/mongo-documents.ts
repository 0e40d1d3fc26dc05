/** A commit, and what the server has to find it by. */
export interface CommitDocument {
  /** Of its stream and version: see `commitId`. */
  readonly id: string;
  readonly stream: string;
  readonly version: number;
  /** When it came, in milliseconds; later than that of the version before, whatever clocks say. */
  readonly arrival: number;
  /** Whether the version before was seen to have its position when this one came; so for the first. */
  readonly followsPublished: boolean;
  /** Null until it is published; then it never changes. */
  readonly position: number | null;
  /** The commit as JSON: what a store makes of dots, dollars, numbers and dates in it cannot matter. */
  readonly body: string;
}

/** Somebody's decision which commits come next. Claims follow each other by number; what one says is settled for ever. */
export interface ClaimDocument {
  /** 1 for the first, then without gaps. */
  readonly id: number;
  readonly fence: number;
  /** How many positions were given before this claim. */
  readonly after: number;
  /** Ids of the commits that have the positions `after + 1`, `after + 2`, … */
  readonly commits: readonly string[];
}

export interface SnapshotDocument {
  /** The stream's name. */
  readonly id: string;
  readonly version: number;
  readonly body: string;
}

/** What the store is. There is one of these. */
export interface IdentityDocument {
  readonly schema: number;
  readonly epoch: string;
}

export interface Place {
  readonly id: string;
  readonly position: number;
}

/**
 * The few things that the store asks of a server, one document at a time. Only an insertion decides anything: of two with
 * one id one answers false. What one question has seen, later ones see as well. But a scan may miss what is written
 * while it runs, and see what was written after that.
 */
export interface Documents {
  insertCommit(document: CommitDocument): Promise<boolean>;
  insertClaim(document: ClaimDocument): Promise<boolean>;
  /** Inserts it unless there is one, and answers with the one that is there. */
  identity(offered: IdentityDocument): Promise<IdentityDocument>;
  /** Makes what these questions need to be quick. Safe to repeat. */
  prepare(): Promise<void>;

  commit(id: string): Promise<CommitDocument | undefined>;
  /** In order of version. */
  stream(name: string, afterVersion: number): Promise<readonly CommitDocument[]>;
  /** In order of arrival. */
  unpublished(limit: number): Promise<readonly CommitDocument[]>;
  /** How many of these have no position. */
  countUnpublished(ids: readonly string[]): Promise<number>;
  /** Writes positions, one after the other. Safe to repeat. */
  place(places: readonly Place[]): Promise<void>;
  /** In order of position. */
  placed(afterPosition: number, limit: number): Promise<readonly CommitDocument[]>;
  lastPosition(): Promise<number>;
  lastClaim(): Promise<ClaimDocument | undefined>;

  snapshot(stream: string): Promise<SnapshotDocument | undefined>;
  /** Keeps the one of the higher version. */
  saveSnapshot(document: SnapshotDocument): Promise<void>;
  close(): Promise<void>;
}

const digits = 12;

/** Sorts a stream's commits by version. Different streams never share an id: the last digits are always the version. */
export function commitId(stream: string, version: number): string {
  return `${stream}@${String(version).padStart(digits, '0')}`;
}

/** The id that no commit of the stream comes after. */
export function lastCommitId(stream: string): string {
  return `${stream}@${'9'.repeat(digits)}`;
}
