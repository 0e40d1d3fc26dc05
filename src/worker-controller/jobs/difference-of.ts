import type { WorkerView } from '@lcm/core/contracts/worker';
import type { WorkerStatus } from '@lcm/core/domain/worker';
import type { InstanceState, SeenInstance } from '@lcm/core/ports/instances';

/** The states that a record may have while EC2 shows such an instance; any other is news for somebody. */
const fitting = {
  pending: ['provisioning', 'starting'],
  running: ['starting', 'running', 'draining', 'stopping', 'terminating'],
  stopping: ['stopping', 'terminating'],
  stopped: ['stopped', 'starting', 'terminating'],
  'shutting-down': ['terminating', 'failed'],
  terminated: ['terminating', 'failed'],
} as const satisfies Record<InstanceState, readonly WorkerStatus[]>;

const notSeen: readonly WorkerStatus[] = ['provisioning', 'terminating', 'failed'];

/** In what the record of a worker and EC2 differ, in words that follow its name; `undefined` when they do not. */
export function differenceOf(worker: WorkerView, seen: SeenInstance | undefined): string | undefined {
  const { status } = worker;
  if (seen === undefined) return notSeen.includes(status) ? undefined : 'is not there';
  const states: readonly WorkerStatus[] = fitting[seen.state];
  if (!states.includes(status)) return `is ${seen.state}`;
  return hasMoved(worker, seen) ? 'has another address' : undefined;
}

/** Of hosts that are up: while they come and go, so do their addresses. */
function hasMoved({ status, publicIp, privateIp }: WorkerView, seen: SeenInstance): boolean {
  const isUp = seen.state === 'running' && (status === 'running' || status === 'draining');
  return isUp && (publicIp !== seen.publicIp || privateIp !== seen.privateIp);
}
