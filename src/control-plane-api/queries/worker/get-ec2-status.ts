import { OfWorker } from '@lcm/core/contracts/worker';
import { WorkerEc2Status } from '@lcm/core/contracts/worker-looks';
import type { Worker, WorkerStatus } from '@lcm/core/domain/worker';
import { ok, reject } from '@lcm/core/kernel';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
}

/** EC2's word for what an instance is in each state of its worker; where there is none, nothing can be said. */
const instanceStates = {
  pending: null,
  provisioning: 'pending',
  starting: 'pending',
  running: 'running',
  draining: 'running',
  stopping: 'stopping',
  stopped: 'stopped',
  terminating: 'shutting-down',
  terminated: 'terminated',
  failed: null,
  unknown: null,
} as const satisfies Record<WorkerStatus, string | null>;

/** As it was last reported; `POST .../refresh` has it reported anew. */
export const getWorkerEc2Status = defineQuery({
  name: 'GetWorkerEc2Status',
  summary: 'What EC2 said last of the instance of a worker and of its checks',
  allow: 'worker:read',
  input: OfWorker,
  output: WorkerEc2Status,
  async handle({ workerId: id }, _caller, { views }: Deps) {
    const worker = views.get('worker', id)?.state;
    if (worker === undefined) return reject(unknown('worker', id));
    const { system = null, instance = null } = worker.checks ?? {};
    return ok({
      instance_state: stateOf(worker),
      instance_status_check: instance,
      ec2_system_status_check: system,
    });
  },
});

/** EC2 checks only what it runs. */
function stateOf({ status, checks }: Worker): string | null {
  return status === 'starting' && checks !== undefined ? 'running' : instanceStates[status];
}
