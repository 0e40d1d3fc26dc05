import { placementEnvironment, placementFigures } from '@lcm/core/contracts/placement-environment';
import { defaultPlacementSettings, type PlacementSettings } from '@lcm/core/placement';

/** What may be promised and how long things take: the control plane answers dry runs with the same figures. */
export const SchedulerEnvironment = placementEnvironment(defaultPlacementSettings);

/** @throws ZodError that names every variable at fault at once */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): PlacementSettings {
  return { ...defaultPlacementSettings, ...placementFigures(SchedulerEnvironment.parse(environment)) };
}
