import { ok, reject } from '../../kernel/index.ts';
import type { Asked, LabDecision } from './decide.ts';
import { wrongLabState } from './decide.ts';
import type { LabAssignment, LabRecord } from './lab.ts';
import { labCan } from './lifecycle.ts';
import { assignmentOf } from './visible.ts';

/** A record is read whole, and everybody who has the lab is told of each change of it. */
export const mostPeople = 50;

/** Gives a lab to somebody; whoever has it already has it at the new level. */
export function assignLab(
  lab: LabRecord,
  { id, name, level }: Pick<LabAssignment, 'id' | 'name' | 'level'>,
  asked: Asked,
): LabDecision {
  if (!labCan('assign', lab)) return wrongLabState(lab, 'assign');
  const known = assignmentOf(lab, id);
  if (known?.level === level) return ok([]);
  const isFull = known === undefined && (lab.assignments?.length ?? 0) >= mostPeople;
  if (isFull) return reject({ code: 'lab.too-many-people', most: mostPeople });
  return ok([{ type: 'LabAssigned', person: { id, name }, level, ...asked }]);
}

/** Takes it back, also when there is no such lab any more. */
export function unassignLab(lab: LabRecord, personId: string, asked: Asked): LabDecision {
  if (assignmentOf(lab, personId) === undefined) return reject({ code: 'lab.not-assigned', personId });
  return ok([{ type: 'LabUnassigned', personId, ...asked }]);
}
