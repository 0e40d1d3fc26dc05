import type { LabView } from '@lcm/core/contracts/lab';
import type { SessionView } from '@lcm/core/contracts/session';
import type { WorkerView } from '@lcm/core/contracts/worker';
import { type CmlLab, type CmlServer, cmlLabId } from '@lcm/core/ports/cml';
import type { StepDeps } from '../session/step-handler.ts';

export interface OnWorker {
  readonly worker: WorkerView;
  readonly cml: CmlServer;
  readonly deps: StepDeps;
}

/** Labs that were made warm on the host as it is, whoever has them now. */
export async function warmRecordsOn(
  worker: WorkerView,
  { controlPlane }: Pick<StepDeps, 'controlPlane'>,
): Promise<readonly LabView[]> {
  const labs = await controlPlane.list('lab');
  return labs.filter(
    ({ source, workerId, launch }) => source === 'warm' && workerId === worker.id && launch === worker.launch,
  );
}

/** The record of a lab that was warm before a session had it. */
export async function warmRecordOf(
  lab: Pick<CmlLab, 'id'>,
  worker: WorkerView,
  deps: StepDeps,
): Promise<LabView | undefined> {
  return (await warmRecordsOn(worker, deps)).find((record) => record.cmlLabId === lab.id);
}

/** What a session had taken when it died before it could say so. */
export async function takenBy(session: SessionView, { worker, cml, deps }: OnWorker): Promise<CmlLab | undefined> {
  const record = (await warmRecordsOn(worker, deps)).find(({ session: taker }) => taker?.id === session.id);
  return record?.cmlLabId === undefined ? undefined : cml.lab(cmlLabId(record.cmlLabId));
}
