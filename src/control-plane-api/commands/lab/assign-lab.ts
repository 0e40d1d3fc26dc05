import { LabView } from '@lcm/core/contracts/lab';
import { AssignLab } from '@lcm/core/contracts/lab-assignment';
import { assignLab as assign } from '@lcm/core/domain/lab';
import { written } from '../../application/change.ts';
import { type LabDecide, placeOrder } from '../../application/lab-orders.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';
import { personOf } from '../task/assign-task.ts';

interface Deps {
  readonly streams: Streams;
}

/** From then on that person sees the lab, and may start and stop it when told to operate it. */
export const assignLab = defineCommand({
  name: 'AssignLab',
  summary: 'Assign a lab to a person, to look at or to operate; once more for another level',
  allow: 'lab:assign',
  input: AssignLab,
  output: LabView,
  async handle({ labRecordId, personId, personName, level, reason }, caller, { streams }: Deps) {
    const person = personOf({ id: personId, name: personName }, caller.actor);
    const decide: LabDecide = (lab, asked) => assign(lab, { ...person, level }, asked);
    const order = { operation: 'AssignLab', caller, reason, decide };
    return written(await placeOrder(labRecordId, order, streams), viewOf.lab);
  },
});
