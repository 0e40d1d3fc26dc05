import { JobPulse, JobStatuses, jobPulsePrefix } from '@lcm/core/contracts/job';
import { nothing } from '@lcm/core/contracts/primitives';
import { type Job, type JobRun, jobNames, recurringJobs } from '@lcm/core/domain/job';
import { ok } from '@lcm/core/kernel';
import { type Coordination, CoordinationError } from '@lcm/core/ports/coordination';
import { jsonIn } from '../../application/json-in.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly coordination: Coordination;
}

export const listJobs = defineQuery({
  name: 'ListJobs',
  summary: 'The recurring jobs, with their last and next run',
  allow: 'system:read',
  input: nothing,
  output: JobStatuses,
  async handle(_input, _caller, { views, coordination }: Deps) {
    const pulses = await pulsesIn(coordination);
    const items = jobNames.map((name) => {
      const job: Job = views.get('job', name)?.state ?? { name };
      return statusOf(
        job,
        pulses.find((pulse) => pulse.name === name),
      );
    });
    return ok({ items });
  },
});

function statusOf(job: Job, pulse: JobPulse | undefined): JobStatuses['items'][number] {
  const { name, triggeredAt, enabled = true } = job;
  const { about, everyMs } = recurringJobs[name];
  const told = { name, about, triggeredAt, enabled, everyMs: job.everyMs ?? everyMs };
  if (pulse === undefined) return { ...told, lastRun: job.lastRun };
  return {
    ...told,
    everyMs: job.everyMs ?? pulse.everyMs,
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
