import type { Instant } from '../../kernel/index.ts';

/** What a candidate thought of the session, from 1 to 5. */
export interface FeedbackState {
  readonly rating: number;
  readonly comment?: string | undefined;
  readonly at: Instant;
}
