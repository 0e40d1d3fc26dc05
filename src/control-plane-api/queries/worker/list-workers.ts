import { nothing } from '@lcm/core/contracts/primitives';
import { WorkerViews } from '@lcm/core/contracts/worker';
import { ok } from '@lcm/core/kernel';
import { defineQuery } from '../../application/operation.ts';
import { workerFor } from '../../application/privacy.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
}

export const listWorkers = defineQuery({
  name: 'ListWorkers',
  summary: 'All workers, newest first',
  allow: 'worker:read',
  input: nothing,
  output: WorkerViews,
  async handle(_input, caller, { views }: Deps) {
    const items = views.list('worker').map((item) => workerFor(caller.actor, viewOf.worker(item)));
    return ok({ items: items.toSorted((a, b) => b.createdAt - a.createdAt) });
  },
});
