import type { SessionView } from '@lcm/core/contracts/session';
import type { WorkerView } from '@lcm/core/contracts/worker';
import { titleWith } from '@lcm/core/domain/lab';
import { isHostLost } from '@lcm/core/domain/session';
import { type CmlLab, type CmlServer, cmlLabId } from '@lcm/core/ports/cml';
import { type OnWorker, takenBy } from '../warm/warm-records.ts';
import { notYet, type StepDeps, type StepHandler, type StepOutcome, skipped, workerOf } from './step-handler.ts';

/** The session's id is what we find its lab by. */
export function labTitle({ id, definition }: Pick<SessionView, 'id' | 'definition'>): string {
  return titleWith(definition.title, id);
}

/** The session's lab, also when the answer to its import was lost. */
export async function findLab(session: SessionView, cml: CmlServer): Promise<CmlLab | undefined> {
  if (session.lab) return cml.lab(cmlLabId(session.lab.id));
  const labs = await cml.labs();
  return labs.find(({ title }) => title.includes(session.id));
}

/** The CML server of a worker that can be talked to now. */
export function cmlOf(
  worker: WorkerView,
  { cml, cmlAccess }: Pick<StepDeps, 'cml' | 'cmlAccess'>,
): CmlServer | undefined {
  const up = worker.status === 'running' || worker.status === 'draining';
  if (!up || worker.service !== 'available' || worker.endpoint === undefined) return undefined;
  return cml.at({ url: worker.endpoint, ...cmlAccess });
}

/** What is done on a lab that was found. */
export type LabStep = (
  lab: CmlLab,
  cml: CmlServer,
  context: { session: SessionView; deps: StepDeps },
) => Promise<StepOutcome>;

/** A step on a lab that must be there. */
export function onLab(step: LabStep): StepHandler {
  return async (session, deps) => {
    const worker = await workerOf(session, deps);
    if (isHostLost(session, worker)) return notYet('its worker is gone; another place is looked for');
    if (worker === undefined || isGone(worker)) return { kind: 'failed', message: 'its worker is gone' };
    const cml = cmlOf(worker, deps);
    if (cml === undefined) return notYet(`${worker.name} is ${worker.status}, its CML ${worker.service}`);
    const lab = await findLab(session, cml);
    if (lab === undefined) return { kind: 'failed', message: `its lab is not on ${worker.name} any more` };
    return step(lab, cml, { session, deps });
  };
}

/** A step of the clean-up: what is not there any more needs no cleaning. */
export function onLabIfAny(step: LabStep): StepHandler {
  return async (session, deps) => {
    if (session.progress.instantiate?.['import_lab'] === undefined) return skipped('no lab was ever made');
    const worker = await workerOf(session, deps);
    if (worker === undefined || isGone(worker)) return skipped('its worker is gone, and the lab with it');
    const cml = cmlOf(worker, deps);
    if (cml === undefined) return notYet(`${worker.name} is ${worker.status}, its CML ${worker.service}`);
    const lab = await anyLab(session, { worker, cml, deps });
    if (lab === undefined) return { kind: 'done', message: 'there is no lab any more' };
    return step(lab, cml, { session, deps });
  };
}

/** Its lab, also when it died between taking a warm one and saying so. */
async function anyLab(session: SessionView, on: OnWorker): Promise<CmlLab | undefined> {
  const found = await findLab(session, on.cml);
  return found === undefined && session.lab === undefined ? takenBy(session, on) : found;
}

/**
 * A seat without an instance has lost whatever was on the one before. One whose launch has failed only has its instance
 * ended, after the last try too: nothing on it is ever reached again, and nothing outlives it.
 */
export function isGone({ status, instanceId }: WorkerView): boolean {
  if (status === 'terminated' || status === 'failed') return true;
  return status === 'pending' && instanceId === undefined;
}
