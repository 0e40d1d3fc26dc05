import { type Actor, may } from '../access/index.ts';
import type { LabAssignment } from './lab.ts';

interface AssignedTo<Given extends { readonly id: string }> {
  readonly assignments?: readonly Given[] | undefined;
}
type Levels = AssignedTo<Pick<LabAssignment, 'id' | 'level'>>;

export function assignmentOf<Given extends { readonly id: string }>(
  { assignments = [] }: AssignedTo<Given>,
  personId: string,
): Given | undefined {
  return assignments.find(({ id }) => id === personId);
}

/** Whose lab it is to see: of those who may see all, and of those whom it is assigned to. */
export function maySeeLab(actor: Actor, lab: Levels): boolean {
  return may(actor, 'lab:all') || (may(actor, 'lab:own') && assignmentOf(lab, actor.id) !== undefined);
}

/** Who may start, stop and open it. */
export function mayUseLab(actor: Actor, lab: Levels): boolean {
  return may(actor, 'lab:operate') || (may(actor, 'lab:own') && assignmentOf(lab, actor.id)?.level === 'operate');
}
