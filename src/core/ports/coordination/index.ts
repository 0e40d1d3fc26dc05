/** etcd's model, as much of it as we need: https://etcd.io/docs/v3.5/learning/api/ */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
  /** The store's revision at which the key came into being, and at which it last changed. */
  readonly createRevision: number;
  readonly modRevision: number;
}

export interface Change {
  readonly type: 'put' | 'delete';
  readonly key: string;
  /** Empty when deleted. */
  readonly value: string;
  readonly revision: number;
}

export interface Lease {
  readonly id: string;
  /** What the store gave, which may be more than was asked for. */
  readonly ttlMs: number;
}

/**
 * Keys with an ordered, resumable watch, and leases. No call but `watch` waits for ever: without an answer it throws a
 * CoordinationError. Every adapter passes `contract.ts`.
 */
export interface Coordination {
  /**
   * Durable when it resolves. With a lease, the key ends with it; without one, it outlives the lease it had.
   * Answers with the store's new revision. @throws LeaseLostError
   */
  put(key: string, value: string, lease?: Lease): Promise<number>;
  /** Creates the key unless it is there; answers with whoever has it then. Atomic. @throws LeaseLostError */
  create(key: string, value: string, lease?: Lease): Promise<{ readonly created: boolean; readonly holder: KeyValue }>;
  /** Deletes the key if it was created at that revision; false when it is gone or somebody else's is there by now. */
  remove(key: string, createRevision: number): Promise<boolean>;
  /** Safe to repeat. */
  delete(key: string): Promise<void>;
  /** All keys under the prefix at one revision, sorted: where a watch without a gap goes on from. */
  list(prefix: string): Promise<{ readonly revision: number; readonly items: readonly KeyValue[] }>;
  /**
   * Every change under the prefix with a revision higher than `afterRevision`, in order, none missing and none twice,
   * until `signal` aborts. Several changes may share one revision (a lease that takes its keys along): go on only after
   * the last of them, or list again. Ends with CompactedError when the store has forgotten that far back, or is not the
   * store (or not the state of it) that gave this revision: list again. Outlives a store that cannot be reached for a while.
   */
  watch(prefix: string, afterRevision: number, signal: AbortSignal): AsyncIterable<Change>;
  grant(ttlMs: number): Promise<Lease>;
  /** The whole time again, counted from when the store heard of it. @throws LeaseLostError when it has run out or was revoked */
  keepAlive(lease: Lease): Promise<void>;
  /** Ends the lease and its keys now. Safe to repeat. */
  revoke(lease: Lease): Promise<void>;
}

export class CompactedError extends Error {
  override readonly name = 'CompactedError';
}

export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/** The store did not answer; whether a write took effect is unknown. */
export class CoordinationError extends Error {
  override readonly name = 'CoordinationError';
}
