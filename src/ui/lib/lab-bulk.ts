import { type Actor, whyNot } from '@lcm/core/domain/access';
import type { Api } from './api.ts';
import { type BulkPlan, type BulkResult, type BulkRunner, planFor } from './bulk.ts';
import { forWhoHasIt, labOrders, whyNotLab } from './lab-orders.ts';
import type { HostOfLab } from './lab-words.ts';
import { troubleFrom, troubleOf } from './problem.ts';
import type { LabRecord } from './views.ts';

export type BulkCommand = 'start' | 'stop' | 'wipe' | 'orphans';

/** What can be done to many labs at once. */
export const bulkOrders = {
  start: labOrders.start,
  stop: labOrders.stop,
  wipe: labOrders.wipe,
  orphans: {
    label: 'Delete orphans',
    permission: 'lab:manage',
    consequence:
      'A record whose lab is gone is closed. A lab that its session has left is stopped, wiped and deleted: what its ' +
      'nodes have on their disks is destroyed. This cannot be undone.',
    danger: true,
  },
} as const;

export const bulkCommands = ['start', 'stop', 'wipe', 'orphans'] as const satisfies readonly BulkCommand[];

export interface Fleet {
  readonly actor: Actor;
  readonly hostOf: (lab: LabRecord) => HostOfLab | undefined;
}

/** Why an order is not for this lab, or not for this viewer. */
export function whyNotBulk({ actor, hostOf }: Fleet, command: BulkCommand, lab: LabRecord): string | undefined {
  const access = forWhoHasIt.includes(command) ? undefined : whyNot(actor, bulkOrders[command].permission);
  if (access !== undefined) return access;
  const at = { lab, host: hostOf(lab) };
  if (command !== 'orphans') return whyNotLab(actor, command, at);
  return lab.orphan === undefined ? 'It is no orphan' : whyNotLab(actor, 'delete', at);
}

/** Which of the chosen labs an order is for, where they are, and why it is not for the others. */
export function planBulk(fleet: Fleet, command: BulkCommand, labs: readonly LabRecord[]): BulkPlan<LabRecord> {
  return planFor(labs, {
    whyNot: (lab) => whyNotBulk(fleet, command, lab),
    impactOn: (lab) => `on ${fleet.hostOf(lab)?.name ?? lab.workerId}`,
  });
}

/** As many as one request takes. */
const mostAtOnce = 200;

type Asking = Pick<Api, 'orderLabs' | 'deleteOrphans'>;

/** Gives the order to all labs in as few requests as it takes; one that is refused keeps no other from it. */
export function labRunner(api: Asking, command: BulkCommand, reasonOf: () => string): BulkRunner<LabRecord> {
  return async (labs, { tell, isStopped }) => {
    for (let from = 0; from < labs.length; from += mostAtOnce) {
      const ids = labs.slice(from, from + mostAtOnce).map(({ id }) => id);
      const results = isStopped() ? ids.map(leave) : await askAll(api, { command, ids, reason: reasonOf() });
      for (const [id, result] of results) tell(id, result);
    }
  };
}

type Told = readonly [id: string, result: BulkResult];

function leave(id: string): Told {
  return [id, { state: 'left' }];
}

interface Order {
  readonly command: BulkCommand;
  readonly ids: readonly string[];
  readonly reason: string;
}

async function askAll(api: Asking, { command, ids, reason }: Order): Promise<readonly Told[]> {
  try {
    const items =
      command === 'orphans' ? await api.deleteOrphans(ids, reason) : await api.orderLabs(command, ids, reason);
    return items.map(toldOf);
  } catch (thrown) {
    const trouble = troubleFrom(thrown);
    return ids.map((id) => [id, { state: 'failed', trouble }]);
  }
}

interface Answered {
  readonly labRecordId: string;
  readonly outcome: string;
  readonly message: string;
}

function toldOf({ labRecordId, outcome, message }: Answered): Told {
  if (outcome !== 'refused') return [labRecordId, { state: 'done', words: message }];
  return [labRecordId, { state: 'failed', trouble: troubleOf(409, { detail: message }) }];
}
