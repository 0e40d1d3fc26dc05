import type { WorkerView } from '@lcm/core/contracts/worker';
import { isHostLost } from '@lcm/core/domain/session';
import type { WorkerId } from '@lcm/core/domain/worker';
import { ConflictError, type ControlPlane } from '@lcm/core/ports/control-plane';
import { again, type Reconciler, settled } from '@lcm/core/reconcile';
import type { Leadership } from '../leadership.ts';

export interface LossDeps {
  readonly controlPlane: ControlPlane;
  readonly leadership: Leadership;
}

/**
 * Tells sessions that what they had on their worker is gone: its instance ended, or another one took its place. All that
 * follows from it, another place first, begins with that commit.
 */
export function lossReconciler({ controlPlane, leadership }: LossDeps): Reconciler<WorkerId> {
  return {
    name: 'worker-lost',
    async reconcile(id) {
      const worker = await controlPlane.get('worker', id);
      const sessions = await controlPlane.list('session');
      const lost = sessions.filter((session) => session.placement?.workerId === id && isHostLost(session, worker));
      try {
        for (const { id: sessionId, version, placement } of lost) {
          const report = { type: 'host-lost', reason: wordsFor(placement?.workerName ?? id, worker) } as const;
          const options = { fence: leadership.fence(), correlationId: sessionId, causationId: 'worker-lost' };
          await controlPlane.send('ReportSession', { sessionId, expectedVersion: version, report }, options);
        }
      } catch (error) {
        if (error instanceof ConflictError) return again(100, 'a session changed while we looked');
        throw error;
      }
      return settled;
    },
  };
}

function wordsFor(name: string, worker: WorkerView | undefined): string {
  if (worker === undefined || worker.status === 'terminated') return `its worker ${name} was terminated under it`;
  return `the host of its worker ${name} was lost under it`;
}
