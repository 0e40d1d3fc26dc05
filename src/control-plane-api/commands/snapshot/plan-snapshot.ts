import { nothing } from '@lcm/core/contracts/primitives';
import { PlanSnapshot } from '@lcm/core/contracts/snapshot';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import { type OrderDeps, orderSnapshot } from '../../application/snapshot-order.ts';

export const planSnapshot = defineCommand({
  name: 'PlanSnapshot',
  summary: 'Ask for the snapshot that a worker’s policy wants now',
  allow: 'snapshot:report',
  input: PlanSnapshot,
  output: nothing,
  async handle({ workerId, reason }, caller, deps: OrderDeps) {
    const order = { workerId, operation: 'PlanSnapshot', description: '', origin: 'schedule', reason } as const;
    return written(await orderSnapshot(order, caller, deps), () => ({}));
  },
});
