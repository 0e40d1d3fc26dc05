import { duration, placementEnvironment, placementFigures } from '@lcm/core/contracts/placement-environment';
import { defaultPlacementSettings } from '@lcm/core/placement';
import type { FleetSettings } from './schedule/plan-fleet.ts';

const minute = 60_000;

/** What may be promised and how long things take: the control plane answers dry runs with the same figures. */
export const SchedulerEnvironment = placementEnvironment(defaultPlacementSettings).extend({
  WORKER_IDLE_TIMEOUT_MINUTES: duration(minute, 60 * minute),
});

/** @throws ZodError that names every variable at fault at once */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): FleetSettings {
  const read = SchedulerEnvironment.parse(environment);
  return { ...placementFigures(read), idleMs: read.WORKER_IDLE_TIMEOUT_MINUTES };
}
