import type { Instant } from '../../kernel/index.ts';

/** An event as it is stored: the domain's own JSON plus the schema version it was written under. */
export interface StoredEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** One decision: what it recorded, who made it, when and why. Atomic: all of it is stored or none. */
export interface Commit {
  /** `worker/wkr_7f3k`: kind and id. */
  readonly stream: string;
  /** 1 for a stream's first commit, then without gaps. */
  readonly version: number;
  /** Of the events' shapes; readers bring older ones up to date. */
  readonly schema: number;
  readonly events: readonly StoredEvent[];
  readonly at: Instant;
  readonly by: { readonly id: string; readonly name: string; readonly roles: readonly string[] };
  /** The operation that decided it: `DrainWorker`. */
  readonly operation: string;
  readonly correlationId: string;
  readonly causationId?: string | undefined;
  /** Whoever led. Commits from before coordination stores had epochs name none. */
  readonly fence?:
    | { readonly election: string; readonly epoch?: number | undefined; readonly token: number }
    | undefined;
}

/** A commit with its place in the one order of everything: positions are unique and without gaps. */
export interface PublishedCommit extends Commit {
  readonly position: number;
}

/** State of a stream as folded up to `version`, so that not every commit must be read again. */
export interface Snapshot {
  readonly stream: string;
  readonly version: number;
  readonly schema: number;
  readonly state: unknown;
}

/** Positions of different epochs cannot be compared: a restored or new store has another one. */
export interface Head {
  readonly epoch: string;
  readonly position: number;
}

/**
 * Commits and snapshots, durable. One writer process owns it when it is embedded. Every adapter passes `contract.ts`.
 * Stores over a network throw `StateStoreError` from any of these.
 */
export interface StateStore {
  /**
   * Stores the commit, not yet published. Durable when it resolves.
   * @throws ConflictError when the stream already has that version, or lacks the one before
   */
  append(commit: Commit): Promise<void>;
  /** The stream's commits after `version`, in order, published or not. */
  read(stream: string, version: number): Promise<readonly Commit[]>;
  snapshot(stream: string): Promise<Snapshot | undefined>;
  /** Keeps the newest: an older one than is stored changes nothing. */
  saveSnapshot(snapshot: Snapshot): Promise<void>;
  /**
   * Gives the next positions to unpublished commits, each stream's in the order of its versions, and answers with them.
   * Several processes may publish with one fence: each commit gets one position and is answered once at most. When it
   * resolves, what others gave before is in `published` as well.
   * @throws SupersededError when a publisher with a higher fence has published
   */
  publish(fence: number, limit: number): Promise<readonly PublishedCommit[]>;
  /** In order of position, without gaps: a position is never there before all lower ones are. */
  published(afterPosition: number, limit: number): Promise<readonly PublishedCommit[]>;
  head(): Promise<Head>;
  close(): Promise<void>;
}

/** Somebody else has written this version: read again and decide again. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
}

/** A later leader has spoken: its token is higher than the sender's. Stop leading. */
export class SupersededError extends Error {
  override readonly name = 'SupersededError';
}

/**
 * The store did not answer. What was to be written may be there or not; whoever looks again and decides again is right
 * in either case.
 */
export class StateStoreError extends Error {
  override readonly name = 'StateStoreError';
}
