import { SessionNodes } from '@lcm/core/contracts/lab-statistics';
import { OfSession } from '@lcm/core/contracts/session';
import { isPresent, type LabRecordId, labRecordIdOf } from '@lcm/core/domain/lab';
import type { Session } from '@lcm/core/domain/session';
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
  async handle({ sessionId }, { actor }, { views, labReadings }: Deps) {
    const session = views.get('session', sessionId)?.state;
    if (session === undefined || !maySee(actor, session)) return reject(unknown('session', sessionId));
    const labRecordId = recordOf(session, views);
    if (labRecordId === undefined) return ok({ sessionId, nodes: [] });
    const trouble = session.placement && hostRefusal(session.placement.workerId, views)?.message;
    if (trouble === undefined) await labReadings.look(labRecordId);
    const late = labReadings.isFresh(labRecordId) ? undefined : 'CML has not told just now.';
    const { at, nodes = [] } = labReadings.newest(labRecordId) ?? {};
    const states = nodes.map(({ label, state }) => ({ label, state }));
    return ok({ sessionId, at, nodes: states, trouble: trouble ?? late });
  },
});

/** The record of the lab that it has now; none before it is imported and after it is deleted. */
function recordOf({ placement, lab }: Session, views: Views): LabRecordId | undefined {
  if (placement === undefined || lab === undefined) return undefined;
  const launch = lab.launch ?? views.get('worker', placement.workerId)?.state.launch ?? 1;
  const id = labRecordIdOf({ workerId: placement.workerId, launch, cmlLabId: lab.id });
  const record = views.get('lab', id)?.state;
  return record !== undefined && isPresent(record) ? id : undefined;
}
