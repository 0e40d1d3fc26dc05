import * as z from 'zod';
import { electionNames } from '../domain/election/index.ts';
import { at, count, reason } from './primitives.ts';

const name = z.enum(electionNames);

const ResignOrder = z.object({
  term: z.object({ epoch: count, token: count }),
  leader: z.string().meta({ description: 'Who led then' }),
  reason: z.string(),
  at,
});

export const ElectionView = z
  .object({
    name,
    version: count,
    resign: ResignOrder.meta({ description: 'The last order: over once another term has begun' }),
  })
  .meta({ id: 'Election' });
export type ElectionView = z.output<typeof ElectionView>;

export const ResignLeader = z.strictObject({
  name,
  token: count
    .optional()
    .meta({ description: 'The term that shall end, as /system/health names it; without it, the present one' }),
  reason: reason.optional(),
});
