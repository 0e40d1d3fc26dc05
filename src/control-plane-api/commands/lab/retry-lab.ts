import { LabView, OfLabBecause } from '@lcm/core/contracts/lab';
import { retryLab as retry } from '@lcm/core/domain/lab';
import { reject } from '@lcm/core/kernel';
import { written } from '../../application/change.ts';
import { denialOf } from '../../application/denial.ts';
import { type LabDeps, placeOrder, refusalOf } from '../../application/lab-orders.ts';
import { defineCommand } from '../../application/operation.ts';
import { viewOf } from '../../application/view-of.ts';

const forAdmins: readonly string[] = ['delete', 'archive'];

/** The action that failed, once more; who may not ask for that may not repeat it. */
export const retryLab = defineCommand({
  name: 'RetryLab',
  summary: 'Try the action that failed on a lab once more',
  allow: 'lab:operate',
  input: OfLabBecause,
  output: LabView,
  async handle({ labRecordId: id, reason }, caller, { streams, views }: LabDeps) {
    const refused = refusalOf(id, views);
    if (refused !== undefined) return reject(refused);
    const action = views.get('lab', id)?.state.failure?.action ?? '';
    const denied = forAdmins.includes(action) ? denialOf(caller.actor, 'lab:manage') : undefined;
    if (denied !== undefined) return reject(denied);
    return written(await placeOrder(id, { operation: 'RetryLab', caller, reason, decide: retry }, streams), viewOf.lab);
  },
});
