import { WorkerViews } from '@lcm/core/contracts/worker';
import { ListWorkers } from '@lcm/core/contracts/worker-looks';
import { workerSearch } from '@lcm/core/domain/query';
import { type Clock, ok } from '@lcm/core/kernel';
import { asked } from '../../application/asked.ts';
import { defineQuery } from '../../application/operation.ts';
import { workerFor } from '../../application/privacy.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
}

export const listWorkers = defineQuery({
  name: 'ListWorkers',
  summary: 'The workers, or those a query is about; newest first',
  allow: 'worker:read',
  input: ListWorkers,
  output: WorkerViews,
  async handle({ q, includeEnded }, caller, { views, clock }: Deps) {
    const holds = asked(q, workerSearch, clock.now());
    if (!holds.ok) return holds;
    const wanted = views.list('worker').filter(({ state }) => includeEnded || state.status !== 'terminated');
    const items = wanted.map((item) => workerFor(caller.actor, viewOf.worker(item)));
    return ok({ items: items.filter(holds.value).toSorted((a, b) => b.createdAt - a.createdAt) });
  },
});
