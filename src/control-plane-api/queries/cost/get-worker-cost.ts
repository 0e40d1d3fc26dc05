import { WorkerCost } from '@lcm/core/contracts/cost';
import { OfWorker } from '@lcm/core/contracts/worker';
import { volumePriceOf } from '@lcm/core/domain/instance-type';
import { type Clock, ok, reject } from '@lcm/core/kernel';
import type { StateStore } from '@lcm/core/ports/state-store';
import { unknown } from '../../application/change.ts';
import { addFigures, costBasis, monthsOf, noFigures } from '../../application/cost-figures.ts';
import { defineQuery } from '../../application/operation.ts';
import { historyFor } from '../../application/privacy.ts';
import type { Views } from '../../application/views.ts';
import { runsOf } from '../../application/worker-runs.ts';

interface Deps {
  readonly store: StateStore;
  readonly views: Views;
  readonly clock: Clock;
}

export const getWorkerCost = defineQuery({
  name: 'GetWorkerCost',
  summary: 'What one worker has cost by list prices: each run with the decisions that began and ended it',
  allow: 'worker:read',
  input: OfWorker,
  output: WorkerCost,
  async handle({ workerId }, { actor }, { store, views, clock }: Deps) {
    const item = views.get('worker', workerId);
    if (item === undefined) return reject(unknown('worker', workerId));
    const { spec } = item.state;
    const now = clock.now();
    const months = monthsOf(item.state, now);
    const volumePrice = volumePriceOf(spec.region);
    const commits = historyFor(actor, await store.read(`worker/${workerId}`, 0));
    return ok({
      workerId,
      hourlyCostUsd: spec.hourlyCostUsd,
      volumeMonthUsd: volumePrice === undefined ? undefined : volumePrice * spec.volumeGiB,
      total: months.map(([, figures]) => figures).reduce(addFigures, noFigures),
      months: months.map(([month, figures]) => ({ month, ...figures })),
      runs: [...runsOf(commits, now)],
      basis: costBasis,
    });
  },
});
