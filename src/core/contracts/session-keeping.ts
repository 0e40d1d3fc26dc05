import * as z from 'zod';
import { at, count } from './primitives.ts';

const texts = z.array(z.string()).readonly();

export const Saved = z.object({ key: z.string(), at, own: z.literal(true).optional() });

/** What is kept of a session while it runs, and for how long after. */
export const keepingFields = {
  saved: Saved.optional().meta({ description: 'The configurations of its nodes that were kept last' }),
  replaced: texts.optional().meta({ description: 'Kept before that, until it is removed' }),
  expiry: z
    .object({ at, days: count, keys: texts, removedAt: at.optional() })
    .optional()
    .meta({ description: 'Its evidence was kept for so long, and is not any more' }),
} as const;

export const keepingReports = [
  z.object({ type: z.literal('configurations-kept'), saved: Saved, unread: texts, removed: texts }),
  z.object({ type: z.literal('evidence-expired'), days: count }),
  z.object({ type: z.literal('evidence-removed') }),
] as const;
