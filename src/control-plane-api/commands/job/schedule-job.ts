import { JobView, ScheduleJob } from '@lcm/core/contracts/job';
import { scheduleJob as schedule } from '@lcm/core/domain/job';
import { reject } from '@lcm/core/kernel';
import { jobs } from '../../application/aggregates.ts';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import { inWords } from '../../application/refusals.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

export const scheduleJob = defineCommand({
  name: 'ScheduleJob',
  summary: 'Say how often a recurring job runs, or switch it off',
  allow: 'system:manage',
  input: ScheduleJob,
  output: JobView,
  async handle({ name, ...wanted }, caller, { streams }: Deps) {
    const options = { operation: 'ScheduleJob', caller };
    const changed = await streams.change({ aggregate: jobs, id: name }, options, (job = { name }, at) => {
      const decided = schedule(job, wanted, at);
      return decided.ok ? decided : reject(inWords(decided.rejection));
    });
    return written(changed, viewOf.job);
  },
});
