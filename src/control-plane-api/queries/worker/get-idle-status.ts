import { IdleStatus, OfWorker } from '@lcm/core/contracts/worker';
import { type Clock, ok, reject } from '@lcm/core/kernel';
import type { PlacementSettings } from '@lcm/core/placement';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import { placementNow } from '../../application/settings-now.ts';
import type { Views } from '../../application/views.ts';
import { idleStatusOf } from '../../application/worker-outlook.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
  readonly settings: { readonly placement: PlacementSettings };
}

export const getIdleStatus = defineQuery({
  name: 'GetIdleStatus',
  summary: 'Whether a worker is idle, when it is stopped, and what keeps it up',
  allow: 'worker:read',
  input: OfWorker,
  output: IdleStatus,
  async handle({ workerId: id }, _caller, { views, clock, settings }: Deps) {
    const item = views.get('worker', id);
    if (item === undefined) return reject(unknown('worker', id));
    return ok(idleStatusOf(item.state, placementNow(views, settings.placement), clock.now()));
  },
});
