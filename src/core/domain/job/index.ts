export type { Job, JobDecision, JobEvent, JobName, JobRun } from './job.ts';
export {
  evolveJob,
  isWorthTelling,
  jobNames,
  jobOutcomes,
  noteRun,
  quietMs,
  recurringJobs,
  scheduleJob,
  triggerJob,
} from './job.ts';
