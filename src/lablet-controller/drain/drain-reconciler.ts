import type { SessionView } from '@lcm/core/contracts/session';
import type { WorkerView } from '@lcm/core/contracts/worker';
import { sessionCan } from '@lcm/core/domain/session';
import type { WorkerId } from '@lcm/core/domain/worker';
import type { Clock } from '@lcm/core/kernel';
import { ConflictError, type ControlPlane } from '@lcm/core/ports/control-plane';
import { again, type Next, type Reconciler, settled } from '@lcm/core/reconcile';
import type { Leadership } from '../leadership.ts';

export interface DrainDeps {
  readonly controlPlane: ControlPlane;
  readonly clock: Clock;
  readonly leadership: Leadership;
  readonly pollMs: number;
}

/** A place that begins this soon keeps the host up already. */
const soonMs = 2 * 60_000;

/**
 * While a drain is forced, takes the host from whoever has it. It goes by what is there and remembers nothing: who was told
 * by a predecessor is on the way out already, and who comes late is told at the next look.
 */
export function drainReconciler(deps: DrainDeps): Reconciler<WorkerId> {
  return {
    name: 'forced-drain',
    async reconcile(id) {
      const worker = await deps.controlPlane.get('worker', id);
      if (worker?.drain?.forced === undefined) return settled;
      try {
        return await takeHost(worker, worker.drain.forced.reason, deps);
      } catch (error) {
        if (error instanceof ConflictError) return again(100, 'a session changed while we looked');
        throw error;
      }
    },
  };
}

async function takeHost(worker: WorkerView, why: string, deps: DrainDeps): Promise<Next> {
  const { controlPlane, leadership, clock, pollMs } = deps;
  const sessions = await controlPlane.list('session');
  const reason = `${worker.name} was taken from it by force: ${why}`;
  for (const session of sessions.filter((each) => isOn(each, worker.id, clock.now() + soonMs))) {
    await controlPlane.send(
      'ReportSession',
      { sessionId: session.id, expectedVersion: session.version, report: { type: 'host-taken', reason } },
      { fence: leadership.fence(), correlationId: session.id, causationId: 'forced-drain' },
    );
  }
  return again(pollMs, 'what was on it is collected and cleaned up');
}

function isOn({ placement, status }: SessionView, workerId: WorkerId, by: number): boolean {
  return sessionCan('leaveHost', { status }) && placement?.workerId === workerId && placement.from <= by;
}
