import type { LabView } from '@lcm/core/contracts/lab';
import type { SessionView } from '@lcm/core/contracts/session';
import type { WorkerView } from '@lcm/core/contracts/worker';
import { isSpare, type LabReport } from '@lcm/core/domain/lab';
import type { SessionLab } from '@lcm/core/domain/session';
import { type CmlLab, cmlLabId } from '@lcm/core/ports/cml';
import { sightingOf } from '../lab/sighting.ts';
import { labTitle } from '../session/lab-of-session.ts';
import type { StepDeps } from '../session/step-handler.ts';
import { type OnWorker, warmRecordsOn } from './warm-records.ts';

/** The warm labs on a worker that a session may have: that of its own first, when an earlier attempt took one. */
async function candidates(session: SessionView, worker: WorkerView, deps: StepDeps): Promise<readonly LabView[]> {
  const labs = await warmRecordsOn(worker, deps);
  const own = labs.filter(({ session: taker }) => taker?.id === session.id);
  const spare = labs.filter((lab) => lab.basedOn === session.definition.id && isSpare(lab));
  // The oldest first: it would be the first to be made anew.
  return [...own, ...spare.toSorted((a, b) => a.recordedAt - b.recordedAt)];
}

/**
 * A warm lab, taken for the session: the record first, by a commit that only one session can make, then its title in CML.
 * A crash between the two is made up for by the next attempt, which finds the record taken by its own session. One that is
 * not as it should be is left alone, and the next is tried; undefined when there is none.
 */
export async function takeWarmLab(session: SessionView, on: OnWorker): Promise<SessionLab | undefined> {
  for (const record of await candidates(session, on.worker, on.deps)) {
    if (!(await tell(record, { type: 'taken', sessionId: session.id }, on.deps))) continue;
    const lab = record.cmlLabId === undefined ? undefined : await on.cml.lab(cmlLabId(record.cmlLabId));
    if (lab?.state === 'DEFINED_ON_CORE') return renamed(lab, { session, record }, on);
    const now = (await on.deps.controlPlane.get('lab', record.id)) ?? record;
    await tell(now, { type: 'left', sessionId: session.id, ...whyNot(lab) }, on.deps);
  }
  return undefined;
}

function whyNot(lab: CmlLab | undefined) {
  if (lab === undefined) return { reason: 'CML does not have it any more' };
  return { reason: 'somebody has started it', sighting: sightingOf(lab, undefined) ?? 'starting' };
}

async function renamed(
  { id }: CmlLab,
  { session, record }: { readonly session: SessionView; readonly record: LabView },
  { worker: { launch }, cml }: OnWorker,
): Promise<SessionLab> {
  const title = labTitle(session);
  await cml.changeLab(id, { title });
  return { id, title, launch, warmLab: record.id };
}

/** Whether the control plane agreed. @throws ConflictError when the record has changed since it was read */
async function tell({ id, version }: LabView, report: LabReport, deps: StepDeps): Promise<boolean> {
  const options = { fence: deps.leadership.fence(), correlationId: id };
  const told = await deps.controlPlane.send(
    'ReportLab',
    { labRecordId: id, expectedVersion: version, report },
    options,
  );
  return told.ok;
}
