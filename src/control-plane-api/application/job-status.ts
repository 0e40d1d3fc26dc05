import { JobPulse, type JobStatus, jobPulsePrefix } from '@lcm/core/contracts/job';
import { type Job, type JobName, type JobRun, recurringJobs, settingOf } from '@lcm/core/domain/job';
import { type Coordination, CoordinationError } from '@lcm/core/ports/coordination';
import { jsonIn } from './json-in.ts';
import { settingsNow } from './settings-now.ts';
import type { Views } from './views.ts';

export interface JobDeps {
  readonly views: Views;
  readonly coordination: Coordination;
}

/** Jobs as they are now: by what is written down of them, and by what their controllers say after each run. */
export async function jobStatuses(
  names: readonly JobName[],
  { views, coordination }: JobDeps,
): Promise<readonly JobStatus[]> {
  const pulses = await pulsesIn(coordination);
  return names.map((name) => {
    const job: Job = views.get('job', name)?.state ?? { name };
    const pulse = pulses.find((one) => one.name === name);
    return statusOf(job, pulse, everyMsOf(job, views) ?? pulse?.everyMs ?? recurringJobs[name].everyMs);
  });
}

/** As people have chosen it, one way or the other. */
function everyMsOf({ name, everyMs }: Job, views: Views): number | undefined {
  const setting = settingOf(name);
  return setting === undefined ? everyMs : Number(settingsNow(views)[setting]) * 1000;
}

function statusOf(job: Job, pulse: JobPulse | undefined, everyMs: number): JobStatus {
  const { name, triggeredAt, enabled = true } = job;
  const { about } = recurringJobs[name];
  const told = { name, about, triggeredAt, enabled, everyMs, setting: settingOf(name) };
  if (pulse === undefined) return { ...told, lastRun: job.lastRun };
  return {
    ...told,
    lastRun: newer(pulse.run, job.lastRun),
    ...(enabled && { nextRunAt: pulse.nextRunAt }),
  };
}

/** A run while it is switched off is only written down. */
function newer(pulsed: JobRun, written: JobRun | undefined): JobRun {
  return written !== undefined && written.endedAt > pulsed.endedAt ? written : pulsed;
}

/** None while the coordination store is away: what is written down is still shown. */
async function pulsesIn(coordination: Coordination): Promise<readonly JobPulse[]> {
  try {
    const { items } = await coordination.list(jobPulsePrefix);
    return items.flatMap(({ value }) => {
      const { data } = JobPulse.safeParse(jsonIn(value));
      return data === undefined ? [] : [data];
    });
  } catch (error) {
    if (error instanceof CoordinationError) return [];
    throw error;
  }
}
