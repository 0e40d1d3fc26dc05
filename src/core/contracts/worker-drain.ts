import * as z from 'zod';
import { drainEnds, WorkerId } from '../domain/worker/index.ts';
import { at, id, reason } from './primitives.ts';

export const DrainPlan = z
  .object({
    endsAt: at.optional().meta({ description: 'Absent: it waits as long as it takes' }),
    whenTimeIsUp: z.enum(drainEnds),
    forced: z
      .object({ at, reason: z.string(), by: z.string().optional() })
      .optional()
      .meta({ description: 'The sessions on it are being ended; without `by` because its time was up' }),
  })
  .meta({ description: 'Absent unless it drains, and is not simply waited for' });

export const DrainWorker = z.strictObject({
  workerId: id(WorkerId),
  reason: reason.optional(),
  timeoutMinutes: z
    .int()
    .min(0)
    .max(10_080)
    .optional()
    .meta({
      description: 'From now; 0: as long as it takes; without it as long as the setting `fleet.drainMinutes` says',
      examples: [60],
    }),
  whenTimeIsUp: z
    .enum(drainEnds)
    .optional()
    .meta({
      description:
        'With `force` sessions still on it are ended then, which needs the role admin; else somebody is told',
      examples: ['keep-waiting'],
    }),
});
export const ForceDrain = z.strictObject({ workerId: id(WorkerId), reason });
