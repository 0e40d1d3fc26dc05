import type { Clock } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import type { CmlServers } from '@lcm/core/ports/cml';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { Leadership } from '../leadership.ts';

export interface LabDeps {
  readonly controlPlane: ControlPlane;
  readonly cml: CmlServers;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly leadership: Leadership;
  readonly cmlAccess: { readonly username: string; readonly password: string };
}
