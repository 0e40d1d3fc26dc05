import { LabView } from '@lcm/core/contracts/lab';
import { UnassignLab } from '@lcm/core/contracts/lab-assignment';
import { unassignLab as unassign } from '@lcm/core/domain/lab';
import { written } from '../../application/change.ts';
import { type LabDecide, placeOrder } from '../../application/lab-orders.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

/** Whoever had it does not see it any more, from this moment on. What they started goes on. */
export const unassignLab = defineCommand({
  name: 'UnassignLab',
  summary: 'Take a lab back from a person',
  allow: 'lab:assign',
  input: UnassignLab,
  output: LabView,
  async handle({ labRecordId, personId, reason }, caller, { streams }: Deps) {
    const decide: LabDecide = (lab, asked) => unassign(lab, personId, asked);
    const order = { operation: 'UnassignLab', caller, reason, decide };
    return written(await placeOrder(labRecordId, order, streams), viewOf.lab);
  },
});
