export type { Job, JobDecision, JobEvent, JobName, JobRejection, JobRun } from './job.ts';
export {
  evolveJob,
  isWorthTelling,
  jobNames,
  jobOutcomes,
  noteRun,
  quietMs,
  recurringJobs,
  scheduleJob,
  settingOf,
  triggerJob,
} from './job.ts';
