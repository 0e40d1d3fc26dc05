import { type Actor, whyNot } from '@lcm/core/domain/access';
import { assignmentOf, labCan, mayUseLab } from '@lcm/core/domain/lab';
import type { LabLevel, LabRecord } from './views.ts';

/** What a lab is given to people for. */
export const labLevelWords = {
  view: { label: 'View', choice: 'To look at: the lab, its topology, how it is' },
  operate: { label: 'Operate', choice: 'To operate: they start, stop and open it too' },
} as const satisfies Record<LabLevel, { readonly label: string; readonly choice: string }>;

/** Why the viewer cannot give the lab to anybody. */
export function whyNotAssign(actor: Actor, lab: LabRecord): string | undefined {
  const closed = labCan('assign', lab) ? undefined : `It is ${lab.status}: there is no such lab any more`;
  return whyNot(actor, 'lab:assign') ?? closed;
}

/** Why the viewer cannot start or stop the lab, whatever its state. */
export function whyNotUse(actor: Actor, lab: LabRecord): string | undefined {
  if (mayUseLab(actor, lab)) return undefined;
  return assignmentOf(lab, actor.id) === undefined
    ? whyNot(actor, 'lab:operate')
    : 'It is assigned to you to look at only';
}
