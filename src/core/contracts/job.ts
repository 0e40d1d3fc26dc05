import * as z from 'zod';
import { jobNames, jobOutcomes } from '../domain/job/index.ts';
import { settingNames } from '../domain/settings/index.ts';
import { at, count, reason } from './primitives.ts';

export const JobRun = z.object({
  startedAt: at,
  endedAt: at,
  outcome: z.enum(jobOutcomes),
  summary: z.string().meta({ examples: ['2 regions, 14 instances, nothing new'] }),
});

const name = z.enum(jobNames);
const everyMs = z.int().min(10_000).max(86_400_000);

export const JobView = z
  .object({
    name,
    version: count,
    everyMs: count.optional().meta({ description: 'Absent: as the product comes' }),
    enabled: z.boolean().optional().meta({ description: 'Absent means true' }),
    triggeredAt: at.optional(),
    lastRun: JobRun.optional(),
  })
  .meta({ id: 'Job' });
export type JobView = z.output<typeof JobView>;

/** What the controller that runs a job says of it after every run, also after those that are not written down. */
export const JobPulse = z.object({ name, everyMs: count, run: JobRun, nextRunAt: at });
export type JobPulse = z.output<typeof JobPulse>;

/** Where that is said in the coordination store. */
export const jobPulsePrefix = '/lcm/jobs/';

/** A recurring job as people see it: the last run there was, and when the next is due. */
export const JobStatus = z
  .object({
    name,
    about: z.string(),
    everyMs: count,
    enabled: z.boolean(),
    setting: z.enum(settingNames).optional().meta({ description: 'That says how often it runs, where one does' }),
    triggeredAt: at.optional().meta({ description: 'Somebody wants a run now; absent once that is over' }),
    lastRun: JobRun.optional(),
    nextRunAt: at.optional().meta({ description: 'Absent while it is switched off, or nobody leads' }),
  })
  .meta({ id: 'JobStatus' });
export type JobStatus = z.output<typeof JobStatus>;
export const JobStatuses = z.object({ items: z.array(JobStatus) });
export type JobStatuses = z.output<typeof JobStatuses>;

export const TriggerJob = z.strictObject({ name, reason: reason.optional() });
export const ScheduleJob = z.strictObject({
  name,
  everyMs: everyMs.optional().meta({ description: 'Without it as often as before' }),
  enabled: z.boolean().default(true),
});
export const ReportJob = z.strictObject({ name, run: JobRun, served: at.optional() });
