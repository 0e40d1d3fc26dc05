import type { Instant } from '../../kernel/index.ts';

/**
 * Sessions of browsers. What is in them is sealed by whoever writes it: a store sees neither tokens nor the ids in cookies.
 * Every adapter passes `contract.ts`.
 */
export interface SessionStore {
  /** Durable as far as the store is when it resolves; gone at `until`. */
  create(key: string, sealed: string, until: Instant): Promise<void>;
  /** `undefined` when it never was, was deleted, or its time is over. */
  get(key: string): Promise<string | undefined>;
  /** Changes nothing and answers false when the session is gone: an update never brings back who has logged out. */
  replace(key: string, sealed: string, until: Instant): Promise<boolean>;
  /** Safe to repeat. */
  delete(key: string): Promise<void>;
}

/** The store did not answer: nobody is logged out by that, and nobody let in. */
export class SessionStoreError extends Error {
  override readonly name = 'SessionStoreError';
}
