import { LabView, OfLabBecause } from '@lcm/core/contracts/lab';
import { type LabRecord, portUses } from '@lcm/core/domain/lab';
import { reject } from '@lcm/core/kernel';
import { unknown, written } from '../../application/change.ts';
import { actionOrder, hostRefusal, type LabDeps, placeOrder } from '../../application/lab-orders.ts';
import { defineCommand } from '../../application/operation.ts';
import { inWords } from '../../application/refusals.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

/** Also of the lab that a session has: it gets what the session was promised, and nobody who works in it loses anything. */
export const settleLabPorts = defineCommand({
  name: 'SettleLabPorts',
  summary: 'Have a lab open the ports of its worker that its session was promised, and give back those that nobody was',
  allow: 'lab:operate',
  input: OfLabBecause,
  output: LabView,
  async handle({ labRecordId: id, reason }, caller, { streams, views }: LabDeps) {
    const lab = views.get('lab', id)?.state;
    if (lab === undefined) return reject(unknown('lab', id));
    const down = hostRefusal(lab.workerId, views);
    if (down !== undefined) return reject(down);
    if (lab.pending === undefined && !hasDrifted(lab, views)) return reject(inWords({ code: 'lab.ports-settled' }));
    const order = { operation: 'SettleLabPorts', caller, reason, decide: actionOrder('settle-ports') };
    return written(await placeOrder(id, order, streams), viewOf.lab);
  },
});

function hasDrifted({ id, workerId }: LabRecord, views: Views): boolean {
  const worker = views.get('worker', workerId)?.state;
  const labs = views.list('lab').map(({ state }) => state);
  return worker !== undefined && portUses(worker, labs).some(({ drifted }) => drifted === id);
}
