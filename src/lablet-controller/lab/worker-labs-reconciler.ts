import type { WorkerView } from '@lcm/core/contracts/worker';
import type { WorkerId } from '@lcm/core/domain/worker';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import { type Reconciler, settled } from '@lcm/core/reconcile';
import { cmlOf, isGone } from '../session/lab-of-session.ts';
import type { LabDeps } from './deps.ts';
import type { LabRefresh } from './refresh-labs.ts';

/**
 * Reads the labs of a worker as soon as its CML answers, and whenever somebody asks; the round does so every half hour.
 * Records of hosts that have ended are closed.
 */
export function workerLabsReconciler(
  refresh: LabRefresh,
  deps: Pick<LabDeps, 'cml' | 'cmlAccess'> & { readonly controlPlane: ControlPlane },
): Reconciler<WorkerId> {
  /** Of this term: what was done for a worker as it is. */
  const closedFor = new Map<WorkerId, string>();
  const readSinceUp = new Set<WorkerId>();
  return {
    name: 'worker-labs',
    async reconcile(id, signal) {
      const worker = await deps.controlPlane.get('worker', id);
      if (worker === undefined) return settled;
      if (closedFor.get(id) !== hostOf(worker)) await refresh.closeEnded(worker);
      closedFor.set(id, hostOf(worker));
      if (cmlOf(worker, deps) === undefined) readSinceUp.delete(id);
      else if (!readSinceUp.has(id) || worker.labsRefreshAskedAt !== undefined) {
        await refresh.worker(worker, signal);
        readSinceUp.add(id);
      }
      return settled;
    },
  };
}

function hostOf(worker: WorkerView): string {
  return `${worker.launch} ${isGone(worker)}`;
}
