/** What a reconciler answers. "Requeue now" does not exist: wait for a time, or throw and back off. */
export type Next =
  | { readonly kind: 'settled' }
  | { readonly kind: 'again'; readonly afterMs: number; readonly because: string };

export interface Reconciler<Key extends string> {
  readonly name: string;
  /** Level-triggered: reads the present state of `key`; it is never told which event woke it. */
  readonly reconcile: (key: Key, signal: AbortSignal) => Promise<Next>;
}

/** Thrown when trying again cannot help: the loop records it and forgets the key until something changes. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
}

export const settled: Next = { kind: 'settled' };

export function again(afterMs: number, because: string): Next {
  return { kind: 'again', afterMs, because };
}
