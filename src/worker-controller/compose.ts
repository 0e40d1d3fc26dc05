import type { WorkerId } from '@lcm/core/domain/worker';
import type { Clock } from '@lcm/core/kernel';
import type { CmlServers } from '@lcm/core/ports/cml';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { Instances } from '@lcm/core/ports/instances';
import type { Reconciler } from '@lcm/core/reconcile';
import type { WorkerControllerConfig } from './config.ts';
import type { Leadership } from './worker/deps.ts';
import { workerReconciler } from './worker/worker-reconciler.ts';

export interface WorkerControllerPorts {
  readonly controlPlane: ControlPlane;
  readonly instances: Instances;
  readonly cml: CmlServers;
  readonly clock: Clock;
}

/** What a leader of the workers does, for as long as it leads. */
export function composeWorkerController(
  config: WorkerControllerConfig,
  ports: WorkerControllerPorts,
): (leadership: Leadership) => Reconciler<WorkerId> {
  return (leadership) => workerReconciler({ ...ports, ...config, leadership });
}
