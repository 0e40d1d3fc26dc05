import * as z from 'zod';
import { WorkerId } from '../domain/worker/index.ts';
import { ListFilter } from './list.ts';
import { at, count, id, reason } from './primitives.ts';

const Look = z.object({
  requestedAt: at,
  requestedBy: z.string(),
  completedAt: at.optional().meta({ description: 'Absent while it is under way' }),
  found: z.string().optional(),
});
export const Looks = z.object({ refresh: Look.optional(), sync: Look.optional() });

/** What became of a refresh: begun, or not, and why. */
export const RefreshAnswer = z
  .object({
    outcome: z.enum(['requested', 'skipped']),
    reason: z
      .string()
      .optional()
      .meta({ examples: ['it was refreshed a moment ago'] }),
    nextAt: at.optional().meta({ description: 'From when on it can be refreshed again' }),
  })
  .meta({ id: 'RefreshAnswer' });
export type RefreshAnswer = z.output<typeof RefreshAnswer>;

/** As EC2 names them, null where nothing is known. */
export const WorkerEc2Status = z
  .object({
    instance_state: z
      .string()
      .nullable()
      .meta({ examples: ['running'] }),
    instance_status_check: z
      .string()
      .nullable()
      .meta({ examples: ['ok'] }),
    ec2_system_status_check: z
      .string()
      .nullable()
      .meta({ examples: ['ok'] }),
  })
  .meta({ id: 'WorkerEc2Status' });

export const ListWorkers = ListFilter.extend({
  includeEnded: z.boolean().default(false).meta({ description: 'Also those that are terminated' }),
});

/** Records that retention would take off the lists now, and how much evidence it would delete. */
export const RetentionPreview = z.object({
  endedWorkersDays: count,
  workers: z.array(z.object({ id: id(WorkerId), name: z.string(), endedAt: at })),
  evidenceDays: count,
  sessions: count.meta({ description: 'Whose evidence would be deleted' }),
});

/** By the job that compares all workers with EC2. */
export const LookAtWorker = z.strictObject({ workerId: id(WorkerId), reason });
/** By the job that clears away what ended long ago. */
export const ForgetWorker = z.strictObject({ workerId: id(WorkerId), reason });
