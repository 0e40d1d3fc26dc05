import * as z from 'zod';
import { WorkerId } from '../domain/worker/index.ts';
import { id, reason } from './primitives.ts';

const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const allowedWords = 'letters, digits, spaces and _ . : / = + - @';

/**
 * As EC2 takes them: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions
 * The letters of all alphabets are no pattern in the published schema: many readers of schemas know no `\p`.
 */
const tagText = z
  .string()
  .refine((text) => allowed.test(text), { error: allowedWords })
  .meta({ description: allowedWords });
const tagKey = tagText.min(1).max(128);
const tagValue = tagText.max(256);

export const ChangeTags = z.strictObject({
  workerId: id(WorkerId),
  set: z
    .record(tagKey, tagValue)
    .default({})
    .meta({ examples: [{ 'cost-centre': 'certification' }] }),
  remove: z.array(tagKey).max(50).default([]),
});

export const SetDetailedMonitoring = z.strictObject({
  workerId: id(WorkerId),
  enabled: z.boolean().meta({ description: 'Measured each minute instead of each five; CloudWatch bills it' }),
  reason: reason.optional(),
});
