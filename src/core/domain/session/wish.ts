import type { Instant } from '../../kernel/index.ts';
import type { WorkerId } from '../worker/index.ts';

/** More time where it is, or another place or time: what the calendar has to allow, so the scheduler answers it. */
export type SessionWish =
  | { readonly kind: 'extend'; readonly end: Instant }
  | { readonly kind: 'move'; readonly start?: Instant | undefined; readonly workerId?: WorkerId | undefined };

/** A wish that waits for its answer, with who wants it and why. */
export type AskedWish = SessionWish & { readonly by: string; readonly reason: string; readonly at: Instant };

/** What became of the last wish, in words, and what would have been possible. */
export interface WishAnswer {
  readonly kind: SessionWish['kind'];
  readonly granted: boolean;
  readonly summary: string;
  readonly at: Instant;
  /** Of an extension that was refused: the latest end that the calendar allows. */
  readonly latestEnd?: Instant | undefined;
}
