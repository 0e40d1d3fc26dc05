import { JobStatuses } from '@lcm/core/contracts/job';
import { nothing } from '@lcm/core/contracts/primitives';
import { jobNames } from '@lcm/core/domain/job';
import { ok } from '@lcm/core/kernel';
import { type JobDeps, jobStatuses } from '../../application/job-status.ts';
import { defineQuery } from '../../application/operation.ts';

export const listJobs = defineQuery({
  name: 'ListJobs',
  summary: 'The recurring jobs, with their last and next run',
  allow: 'system:read',
  input: nothing,
  output: JobStatuses,
  async handle(_input, _caller, deps: JobDeps) {
    return ok({ items: [...(await jobStatuses(jobNames, deps))] });
  },
});
