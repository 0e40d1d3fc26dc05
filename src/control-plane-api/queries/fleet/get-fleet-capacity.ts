import { FleetCapacity, FleetCapacityQuestion } from '@lcm/core/contracts/fleet';
import { type Clock, ok } from '@lcm/core/kernel';
import type { PlacementSettings } from '@lcm/core/placement';
import { fleetCapacityOf } from '../../application/fleet-capacity.ts';
import type { Measurements } from '../../application/measurements.ts';
import { defineQuery } from '../../application/operation.ts';
import { placementNow } from '../../application/settings-now.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
  readonly measurements: Measurements;
  readonly settings: { readonly placement: PlacementSettings };
}

export const getFleetCapacity = defineQuery({
  name: 'GetFleetCapacity',
  summary: 'What the fleet can hold, what is taken of it now and in the week ahead, and what it will do next',
  allow: 'worker:read',
  input: FleetCapacityQuestion,
  output: FleetCapacity,
  async handle({ region }, _caller, { views, clock, measurements, settings }: Deps) {
    const isThere = (place: { readonly spec: { readonly region: string } }): boolean =>
      region === undefined || place.spec.region === region;
    const everywhere = views.list('worker').map(({ state }) => state);
    const alive = everywhere.filter((worker) => worker.status !== 'terminated' && isThere(worker));
    const workers = alive.map(async (worker) => ({ worker, figures: await measurements.current(worker.id) }));
    return ok(
      fleetCapacityOf({
        workers: await Promise.all(workers),
        everywhere,
        templates: views
          .list('template')
          .map(({ state }) => state)
          .filter(isThere),
        settings: placementNow(views, settings.placement),
        now: clock.now(),
      }),
    );
  },
});
