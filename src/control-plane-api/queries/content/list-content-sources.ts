import { ContentSources } from '@lcm/core/contracts/content-source';
import { nothing } from '@lcm/core/contracts/primitives';
import { ok } from '@lcm/core/kernel';
import { sourceStatus, syncSchedule } from '../../application/content-status.ts';
import type { JobDeps } from '../../application/job-status.ts';
import { defineQuery } from '../../application/operation.ts';

export const listContentSources = defineQuery({
  name: 'ListContentSources',
  summary: 'Where content packages come from, with the last and the next time that they are read',
  allow: 'content:read',
  input: nothing,
  output: ContentSources,
  async handle(_input, _caller, deps: JobDeps) {
    const schedule = await syncSchedule(deps);
    const sources = schedule === undefined ? [] : deps.views.list('content');
    return ok({ items: sources.flatMap(({ state }) => (schedule ? [sourceStatus(state, schedule)] : [])) });
  },
});
