import { type Actor, whyNot } from '@lcm/core/domain/access';
import { workerCan } from '@lcm/core/domain/worker';
import type { WorkerCommand } from './api.ts';
import { type BulkPlan, planFor } from './bulk.ts';
import { whyNotSnooze } from './idle.ts';
import { whyNotLook } from './looks.ts';
import { impactOn, whyNotWorker, workerOrders } from './permissions.ts';
import type { Worker } from './views.ts';

export type BulkOrder = WorkerCommand | 'snooze' | 'tags' | 'refresh';

interface Words {
  readonly label: string;
  readonly consequence: string;
  readonly danger: boolean;
}

/** What can be ordered of many workers at once. */
export const bulkOrders: Readonly<Record<BulkOrder, Words>> = {
  ...workerOrders,
  snooze: { label: 'Snooze', consequence: 'It stays up though nobody uses it, and costs money.', danger: false },
  tags: {
    label: 'Add tags',
    consequence: 'It gets these tags, and so does its instance; a tag that it has already gets the new value.',
    danger: false,
  },
  refresh: { label: 'Refresh', consequence: 'It is read anew from EC2, CML and CloudWatch.', danger: false },
};

export const bulkOrderNames: readonly BulkOrder[] = [
  'start',
  'stop',
  'drain',
  'cancel-drain',
  'snooze',
  'tags',
  'refresh',
  'terminate',
];

function isCommand(order: BulkOrder): order is WorkerCommand {
  return Object.hasOwn(workerOrders, order);
}

/** Why this worker is left out; `undefined` when the order can be given. */
export function whyNotBulk(
  actor: Actor,
  order: BulkOrder,
  { worker, now }: { readonly worker: Worker; readonly now: number },
): string | undefined {
  if (isCommand(order)) return whyNotWorker(actor, order, { worker, now });
  if (order === 'snooze') return whyNotSnooze(actor, worker);
  if (order === 'refresh') return whyNotLook(actor, worker);
  const access = whyNot(actor, 'worker:operate');
  return access ?? (workerCan('tag', worker) ? undefined : `Not possible while it is ${worker.status}`);
}

/** Before anything is ordered: who would be told, what that touches, and who is left out and why. */
export function bulkPlan(
  order: BulkOrder,
  workers: readonly Worker[],
  { actor, now }: { readonly actor: Actor; readonly now: number },
): BulkPlan<Worker> {
  return planFor(workers, { whyNot: (worker) => whyNotBulk(actor, order, { worker, now }), impactOn });
}

/** Why nothing at all can be ordered of it, as of one that has ended; `undefined` when something can. */
export function whyNothing(actor: Actor, worker: Worker, now: number): string | undefined {
  const reasons = bulkOrderNames.map((order) => whyNotBulk(actor, order, { worker, now }));
  return reasons.every((why) => why !== undefined) ? reasons[0] : undefined;
}
