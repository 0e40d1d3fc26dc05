import type { Fence } from '@lcm/core/contracts/primitives';
import type { WorkerView } from '@lcm/core/contracts/worker';
import type { Clock } from '@lcm/core/kernel';
import type { CmlServers } from '@lcm/core/ports/cml';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { Instances } from '@lcm/core/ports/instances';
import type { Live } from '../live/live.ts';
import type { WorkerSettings } from './worker-settings.ts';

/** Whether we lead, and as whom. */
export interface Leadership {
  readonly fence: () => Fence;
  /** Asked right before an effect that cannot be undone: false once the lease may have run out. */
  readonly mayAct: () => boolean;
}

/** How a CML server is reached from here. The password goes nowhere but into its adapter. */
export interface CmlAccess {
  readonly username: string;
  readonly password: string;
  /** `undefined` while the host has no such address. */
  readonly endpointOf: (host: HostAddress) => string | undefined;
}

export interface HostAddress {
  readonly publicIp?: string | undefined;
  readonly privateIp?: string | undefined;
}

export interface WorkerReconcilerDeps {
  readonly controlPlane: ControlPlane;
  readonly instances: Instances;
  readonly cml: CmlServers;
  readonly clock: Clock;
  readonly leadership: Leadership;
  readonly cmlAccess: CmlAccess;
  /** What the servers tell by themselves; without it they are only asked. */
  readonly live?: Live | undefined;
  /** Without one nothing is registered, and the worker says so. */
  readonly licenseToken?: string | undefined;
  /** Put on every instance beside the ones that find it again. */
  readonly tags: Readonly<Record<string, string>>;
  readonly settings: WorkerSettings;
  /** Measures it now, and answers with who did not say anything. */
  readonly measure?: ((worker: WorkerView) => Promise<readonly string[]>) | undefined;
}
