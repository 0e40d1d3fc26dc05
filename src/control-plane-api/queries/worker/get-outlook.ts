import { FleetOutlook, WorkerOutlook } from '@lcm/core/contracts/fleet';
import { ListFilter } from '@lcm/core/contracts/list';
import { OfWorker } from '@lcm/core/contracts/worker';
import { workerSearch } from '@lcm/core/domain/query';
import { type Clock, ok, reject } from '@lcm/core/kernel';
import type { PlacementSettings } from '@lcm/core/placement';
import { asked } from '../../application/asked.ts';
import { unknown } from '../../application/change.ts';
import type { Measurements } from '../../application/measurements.ts';
import { defineQuery } from '../../application/operation.ts';
import { placementNow } from '../../application/settings-now.ts';
import type { Views } from '../../application/views.ts';
import { outlookOf } from '../../application/worker-outlook.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
  readonly measurements: Measurements;
  readonly settings: { readonly placement: PlacementSettings };
}

export const getWorkerOutlook = defineQuery({
  name: 'GetWorkerOutlook',
  summary: 'What a worker will do by itself, when and why; its hours ahead, and what is measured of it now',
  allow: 'worker:read',
  input: OfWorker,
  output: WorkerOutlook,
  async handle({ workerId: id }, _caller, { views, clock, measurements, settings }: Deps) {
    const item = views.get('worker', id);
    if (item === undefined) return reject(unknown('worker', id));
    const outlook = outlookOf(item.state, placementNow(views, settings.placement), clock.now());
    return ok({ ...outlook, measured: await measurements.current(id) });
  },
});

export const listFleetOutlook = defineQuery({
  name: 'ListFleetOutlook',
  summary: 'The same of all workers that have not ended, or of those a query is about',
  allow: 'worker:read',
  input: ListFilter,
  output: FleetOutlook,
  async handle({ q }, _caller, { views, clock, measurements, settings }: Deps) {
    const now = clock.now();
    const holds = asked(q, workerSearch, now);
    if (!holds.ok) return holds;
    const placement = placementNow(views, settings.placement);
    const workers = views.list('worker').map(({ state }) => state);
    const wanted = workers.filter((worker) => worker.status !== 'terminated' && holds.value(worker));
    const items = wanted.map(async (worker) => ({
      ...outlookOf(worker, placement, now),
      measured: await measurements.current(worker.id),
    }));
    return ok({ items: await Promise.all(items) });
  },
});
