import * as z from 'zod';
import { SessionId } from '../domain/session/index.ts';
import { at, id, words } from './primitives.ts';

const rating = z
  .int()
  .min(1)
  .max(5)
  .meta({ description: 'From 1, bad, to 5, good', examples: [4] });

/** What whoever had a session thought of it. */
export const Feedback = z.object({ rating, comment: z.string().optional(), at });

export const GiveFeedback = z.strictObject({
  sessionId: id(SessionId),
  rating,
  comment: words(1000)
    .optional()
    .meta({ examples: ['The console of R2 was slow'] }),
});
