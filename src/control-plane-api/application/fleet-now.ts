import { foreignPorts } from '@lcm/core/domain/lab';
import type { Clock } from '@lcm/core/kernel';
import type { Fleet, PlacementSettings } from '@lcm/core/placement';
import { placementNow } from './settings-now.ts';
import type { Views } from './views.ts';

export interface FleetDeps {
  readonly views: Views;
  readonly clock: Clock;
  readonly settings: { readonly placement: PlacementSettings };
}

/** The calendars as the scheduler would see them now: for answers that reserve nothing. */
export function fleetNow({ views, clock, settings }: FleetDeps): Fleet {
  const workers = views.list('worker').map(({ state }) => state);
  const labs = views.list('lab').map(({ state }) => state);
  return {
    workers,
    foreignPorts: foreignPorts(labs, workers),
    templates: views.list('template').map(({ state }) => state),
    settings: placementNow(views, settings.placement),
    now: clock.now(),
  };
}
