import { takesSessions } from '@lcm/core/domain/worker';
import { done, failed, notYet, type StepHandler, workerOf } from '../step-handler.ts';

export const awaitWorker: StepHandler = async (session, deps) => {
  const worker = await workerOf(session, deps);
  if (worker === undefined) return failed('its worker does not exist');
  if (worker.status === 'terminated' || worker.status === 'terminating') return failed(`${worker.name} has ended`);
  if (takesSessions(worker, session.definition.needs.nodes)) return done(`${worker.name} is ready`);
  const { status, reason, service, license } = worker;
  const running = status === 'running' || status === 'draining';
  return notYet(
    running ? `${worker.name}: CML is ${service}, licence ${license.status}` : `${worker.name} is ${status}: ${reason}`,
  );
};
