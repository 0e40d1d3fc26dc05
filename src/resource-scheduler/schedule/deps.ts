import type { Clock, Random } from '@lcm/core/kernel';
import type { PlacementSettings } from '@lcm/core/placement';
import type { ControlPlane, SendOptions } from '@lcm/core/ports/control-plane';

export interface ScheduleDeps {
  readonly controlPlane: ControlPlane;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: PlacementSettings;
  readonly fence: () => SendOptions['fence'];
}

export function about(id: string, { fence }: ScheduleDeps): SendOptions {
  return { fence: fence(), correlationId: id, causationId: 'schedule' };
}
