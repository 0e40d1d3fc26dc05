import { type Instant, ok, type Result, reject } from '../../kernel/index.ts';
import { type SettingName, settingsTable } from '../settings/index.ts';

const second = 1000;
const minute = 60 * second;

interface JobEntry {
  readonly everyMs: number;
  readonly about: string;
  /** In seconds how often it runs, where that is a setting: then there it is changed, and nowhere else. */
  readonly setting?: SettingName;
}

/** What is done again and again, by whom it is led, and how often unless an operator says otherwise. */
export const recurringJobs = {
  'status-sync': { everyMs: 5 * minute, about: 'Asks EC2 and CML how each worker is, whatever was heard of it' },
  discovery: {
    everyMs: 5 * minute,
    about: 'Looks in each region for instances that could be workers, and for lost ones',
  },
  snapshots: {
    everyMs: 60 * minute,
    about: 'Makes and deletes the snapshots that policies want, and looks for lost ones',
  },
  'labs-refresh': { everyMs: 30 * minute, about: 'Reads the labs of every worker that is up' },
  'warm-labs': { everyMs: minute, about: 'Keeps labs ready ahead of sessions, as their definitions want it' },
  metrics: {
    everyMs: settingsTable['monitoring.pollSeconds'].initial * second,
    about: 'Measures every CML server that is up',
    setting: 'monitoring.pollSeconds',
  },
  'host-metrics': {
    everyMs: settingsTable['monitoring.cloudWatchSeconds'].initial * second,
    about: 'Asks CloudWatch about the hosts of each region',
    setting: 'monitoring.cloudWatchSeconds',
  },
  'content-sync': { everyMs: minute, about: 'Publishes content packages that are new' },
  'evidence-retention': {
    everyMs: 6 * 60 * minute,
    about: 'Deletes the evidence of sessions that ended long ago',
  },
  placement: {
    everyMs: 60 * minute,
    about: 'Looks at every calendar and for a place for whoever waits, though nothing has changed',
  },
  retention: { everyMs: 6 * 60 * minute, about: 'Takes records of workers that ended long ago off the lists' },
} as const satisfies Record<string, JobEntry>;

/** The setting that says how often it runs, if one does. */
export function settingOf(name: JobName): SettingName | undefined {
  const entry: JobEntry = recurringJobs[name];
  return entry.setting;
}

export type JobName = keyof typeof recurringJobs;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its names
export const jobNames = Object.keys(recurringJobs) as JobName[];

export const jobOutcomes = ['done', 'failed'] as const;

/** One run of a job. */
export interface JobRun {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly outcome: (typeof jobOutcomes)[number];
  /** In words: what it did, or why it could not. */
  readonly summary: string;
}

/** Of a job that has been run, or asked for; the others are what the table says. */
export interface Job {
  readonly name: JobName;
  /** When an operator has chosen another interval than the table's. */
  readonly everyMs?: number | undefined;
  /** Only false says no. */
  readonly enabled?: boolean | undefined;
  /** Somebody wants it now; absent once that run is over. */
  readonly triggeredAt?: Instant | undefined;
  /** The last that was written down: quiet ones are not, each time. */
  readonly lastRun?: JobRun | undefined;
}

export type JobEvent =
  | { readonly type: 'JobTriggered'; readonly name: JobName; readonly reason: string; readonly at: Instant }
  | {
      readonly type: 'JobScheduled';
      readonly name: JobName;
      readonly everyMs?: number | undefined;
      readonly enabled: boolean;
      readonly at: Instant;
    }
  | {
      readonly type: 'JobRan';
      readonly name: JobName;
      readonly run: JobRun;
      /** The order that it carried out, by its time. */
      readonly served?: Instant | undefined;
      readonly at: Instant;
    };

export type JobRejection = {
  readonly code: 'job.by-setting';
  readonly name: JobName;
  readonly setting: SettingName;
};
export type JobDecision<Refusal = never> = Result<JobEvent[], Refusal>;

/** Asks for a run now, if none is asked for yet. */
export function triggerJob(job: Job, reason: string, at: Instant): JobDecision {
  return ok(job.triggeredAt === undefined ? [{ type: 'JobTriggered', name: job.name, reason, at }] : []);
}

interface Schedule {
  /** Left out: as often as before. */
  readonly everyMs?: number | undefined;
  readonly enabled: boolean;
}

export function scheduleJob(job: Job, wanted: Schedule, at: Instant): JobDecision<JobRejection> {
  const { name, enabled = true } = job;
  const setting = settingOf(name);
  if (setting !== undefined && wanted.everyMs !== undefined) return reject({ code: 'job.by-setting', name, setting });
  const everyMs = wanted.everyMs ?? job.everyMs;
  const isSame = everyMs === job.everyMs && enabled === wanted.enabled;
  if (isSame) return ok([]);
  return ok([{ type: 'JobScheduled', name, ...(everyMs !== undefined && { everyMs }), enabled: wanted.enabled, at }]);
}

/** Commits are kept for ever: a run like the one before is written down once in this time. */
export const quietMs = 60 * minute;

/** Whether a run is worth a line in the history: somebody asked, something was found or changed, or it was long silent. */
export function isWorthTelling(job: Pick<Job, 'lastRun' | 'triggeredAt'>, run: JobRun, hasNews: boolean): boolean {
  const { lastRun } = job;
  if (hasNews || job.triggeredAt !== undefined || lastRun === undefined) return true;
  return lastRun.outcome !== run.outcome || run.endedAt - lastRun.endedAt >= quietMs;
}

export function noteRun(
  job: Job,
  run: JobRun,
  { served, at }: { served?: Instant | undefined; at: Instant },
): JobDecision {
  return ok([{ type: 'JobRan', name: job.name, run, ...(served !== undefined && { served }), at }]);
}

export function evolveJob(job: Job | undefined, event: JobEvent): Job {
  const before: Job = job ?? { name: event.name };
  switch (event.type) {
    case 'JobTriggered':
      return { ...before, triggeredAt: event.at };
    case 'JobScheduled':
      return { ...before, everyMs: event.everyMs, enabled: event.enabled };
    case 'JobRan':
      // Who asks while it runs wants to see what came after: only the order that was there at its start is served.
      return {
        ...before,
        lastRun: event.run,
        triggeredAt: before.triggeredAt === event.served ? undefined : before.triggeredAt,
      };
  }
}
