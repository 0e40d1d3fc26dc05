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
  readonly ttlMs: number;
}

/** Keys with an ordered, resumable watch, and leases. Every adapter passes `contract.ts`. */
export interface Coordination {
  /** Durable when it resolves. With a lease, the key ends with it. Answers with the store's new revision. */
  put(key: string, value: string, lease?: Lease): Promise<number>;
  /** Creates the key unless it is there; answers with whoever has it then. Atomic. @throws LeaseLostError */
  create(key: string, value: string, lease: Lease): Promise<{ readonly created: boolean; readonly holder: KeyValue }>;
  /** Deletes the key if it was created at that revision; false when somebody else's is there by now. */
  remove(key: string, createRevision: number): Promise<boolean>;
  delete(key: string): Promise<void>;
  /** All keys under the prefix at one revision: where a watch without a gap goes on from. */
  list(prefix: string): Promise<{ readonly revision: number; readonly items: readonly KeyValue[] }>;
  /**
   * Every change under the prefix with a revision higher than `afterRevision`, in order, none missing, until `signal`
   * aborts. Ends with CompactedError when the store has forgotten that far back: list again.
   */
  watch(prefix: string, afterRevision: number, signal: AbortSignal): AsyncIterable<Change>;
  grant(ttlMs: number): Promise<Lease>;
  /** @throws LeaseLostError when it has run out or was revoked */
  keepAlive(lease: Lease): Promise<void>;
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
