import { JobView, TriggerJob } from '@lcm/core/contracts/job';
import { triggerJob as trigger } from '@lcm/core/domain/job';
import { jobs } from '../../application/aggregates.ts';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

export const triggerJob = defineCommand({
  name: 'TriggerJob',
  summary: 'Run a recurring job now, though it is not due',
  allow: 'worker:operate',
  input: TriggerJob,
  output: JobView,
  async handle({ name, reason: given }, caller, { streams }: Deps) {
    const reason = given ?? `asked for by ${caller.actor.name}`;
    const options = { operation: 'TriggerJob', caller };
    const changed = await streams.change({ aggregate: jobs, id: name }, options, (job = { name }, at) =>
      trigger(job, reason, at),
    );
    return written(changed, viewOf.job);
  },
});
