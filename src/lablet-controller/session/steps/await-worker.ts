import type { WorkerView } from '@lcm/core/contracts/worker';
import { reservationsAt, takesSessions } from '@lcm/core/domain/worker';
import type { Instant } from '@lcm/core/kernel';
import { done, failed, notYet, type StepHandler, workerOf } from '../step-handler.ts';

export const awaitWorker: StepHandler = async (session, deps) => {
  const worker = await workerOf(session, deps);
  if (worker === undefined) return failed('its worker does not exist');
  if (worker.status === 'terminated' || worker.status === 'terminating') return failed(`${worker.name} has ended`);
  const nodes = Math.max(session.definition.needs.nodes, nodesOn(worker, deps.clock.now()));
  if (takesSessions(worker, nodes)) return done(`${worker.name} is ready`);
  const { status, reason, service, license } = worker;
  const running = status === 'running' || status === 'draining';
  return notYet(
    running ? `${worker.name}: CML is ${service}, licence ${license.status}` : `${worker.name} is ${status}: ${reason}`,
  );
};

/** Of all sessions that are on it by now: what CML allows without a licence counts for all of them together. */
function nodesOn(worker: WorkerView, at: Instant): number {
  return reservationsAt(worker, at).reduce((sum, { amounts }) => sum + amounts.nodes, 0);
}
