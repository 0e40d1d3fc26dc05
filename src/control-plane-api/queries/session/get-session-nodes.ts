import { SessionNodes } from '@lcm/core/contracts/lab-statistics';
import { OfSession } from '@lcm/core/contracts/session';
import { isPresent, type LabRecord, labRecordIdOf } from '@lcm/core/domain/lab';
import type { Session } from '@lcm/core/domain/session';
import type { WorkerId } from '@lcm/core/domain/worker';
import { ok, reject } from '@lcm/core/kernel';
import { unknown } from '../../application/change.ts';
import { hostRefusal } from '../../application/lab-orders.ts';
import type { LabReadings } from '../../application/lab-readings.ts';
import { defineQuery } from '../../application/operation.ts';
import { maySee } from '../../application/ownership.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly labReadings: LabReadings;
}

/** Read when somebody looks and kept nowhere: a boot of many nodes is no history of the session. */
export const getSessionNodes = defineQuery({
  name: 'GetSessionNodes',
  summary: 'How each node of a session’s lab is, read now',
  allow: 'session:own',
  input: OfSession,
  output: SessionNodes,
  async handle({ sessionId }, { actor }, deps: Deps) {
    const session = deps.views.get('session', sessionId)?.state;
    if (session === undefined || !maySee(actor, session)) return reject(unknown('session', sessionId));
    const lab = labOf(session, deps.views);
    return ok({ sessionId, ...(lab === undefined ? { nodes: [] } : await lookAt(lab, deps)) });
  },
});

/** Has it read; of one that cannot be, what was read last, and why. */
async function lookAt(
  { id, workerId }: LabRecord,
  { views, labReadings }: Deps,
): Promise<Omit<SessionNodes, 'sessionId'>> {
  const refusal = hostRefusal(workerId, views)?.message;
  if (refusal === undefined) await labReadings.look(id);
  const late = labReadings.isFresh(id) ? undefined : 'CML has not told just now.';
  const { at, nodes = [] } = labReadings.newest(id) ?? {};
  return { at, nodes: nodes.map(({ label, state }) => ({ label, state })), trouble: refusal ?? late };
}

/** The record of the lab that it has now; none before it is imported and after it is deleted. */
function labOf({ lab, placement }: Session, views: Views): LabRecord | undefined {
  if (lab === undefined || placement === undefined) return undefined;
  const { workerId } = placement;
  const launch = lab.launch ?? launchOf(workerId, views);
  const id = labRecordIdOf({ workerId, launch, cmlLabId: lab.id });
  const record = views.get('lab', id)?.state;
  return record !== undefined && isPresent(record) ? record : undefined;
}

/** Sessions of earlier versions do not say on which launch their lab is. */
function launchOf(workerId: WorkerId, views: Views): number {
  return views.get('worker', workerId)?.state.launch ?? 1;
}
