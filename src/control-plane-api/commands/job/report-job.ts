import { ReportJob } from '@lcm/core/contracts/job';
import { nothing } from '@lcm/core/contracts/primitives';
import { noteRun } from '@lcm/core/domain/job';
import { jobs } from '../../application/aggregates.ts';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

export const reportJob = defineCommand({
  name: 'ReportJob',
  summary: 'Report a run of a recurring job',
  allow: 'job:report',
  input: ReportJob,
  output: nothing,
  async handle({ name, run, served }, caller, { streams }: Deps) {
    const options = { operation: 'ReportJob', caller };
    const changed = await streams.change({ aggregate: jobs, id: name }, options, (job = { name }, at) =>
      noteRun(job, run, { served, at }),
    );
    return written(changed, () => ({}));
  },
});
