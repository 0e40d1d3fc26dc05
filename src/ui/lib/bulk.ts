import { type Actor, whyNot } from '@lcm/core/domain/access';
import { workerCan } from '@lcm/core/domain/worker';
import type { WorkerCommand } from './api.ts';
import { whyNotSnooze } from './idle.ts';
import { whyNotLook } from './looks.ts';
import { impactOn, whyNotWorker, workerOrders } from './permissions.ts';
import { type Trouble, troubleFrom } from './problem.ts';
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

export interface BulkPlan {
  readonly can: readonly { readonly worker: Worker; readonly impact: string }[];
  readonly cannot: readonly { readonly worker: Worker; readonly why: string }[];
}

/** Before anything is ordered: who would be told, what that touches, and who is left out and why. */
export function bulkPlan(
  order: BulkOrder,
  workers: readonly Worker[],
  by: { readonly actor: Actor; readonly now: number },
): BulkPlan {
  const judged = workers.map((worker) => ({ worker, why: whyNotBulk(by.actor, order, { worker, now: by.now }) }));
  return {
    can: judged.flatMap(({ worker, why }) => (why === undefined ? [{ worker, impact: impactOn(worker) }] : [])),
    cannot: judged.flatMap(({ worker, why }) => (why === undefined ? [] : [{ worker, why }])),
  };
}

/** Why nothing at all can be ordered of it, as of one that has ended; `undefined` when something can. */
export function whyNothing(actor: Actor, worker: Worker, now: number): string | undefined {
  const reasons = bulkOrderNames.map((order) => whyNotBulk(actor, order, { worker, now }));
  return reasons.every((why) => why !== undefined) ? reasons[0] : undefined;
}

export type BulkResult =
  | { readonly state: 'waiting' | 'running' | 'done' | 'left' }
  | { readonly state: 'failed'; readonly trouble: Trouble };

export interface BulkRun {
  readonly perform: (worker: Worker) => Promise<unknown>;
  readonly tell: (workerId: string, result: BulkResult) => void;
  readonly isStopped: () => boolean;
}

/** One after the other, and on to the next when one fails; those that were not begun when it is stopped are left. */
export async function runBulk(workers: readonly Worker[], { perform, tell, isStopped }: BulkRun): Promise<void> {
  for (const worker of workers) {
    if (isStopped()) {
      tell(worker.id, { state: 'left' });
      continue;
    }
    tell(worker.id, { state: 'running' });
    try {
      // One at a time, so that the server is not flooded and the order on screen is the order of things.
      await perform(worker);
      tell(worker.id, { state: 'done' });
    } catch (thrown) {
      tell(worker.id, { state: 'failed', trouble: troubleFrom(thrown) });
    }
  }
}
