import * as z from 'zod';
import { WorkerId } from '../domain/worker/index.ts';
import { id, reason } from './primitives.ts';

/** As EC2 takes them: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions */
const tagKey = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u, { error: 'letters, digits, spaces and _ . : / = + - @' });
const tagValue = z
  .string()
  .max(256)
  .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, { error: 'letters, digits, spaces and _ . : / = + - @' });

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
