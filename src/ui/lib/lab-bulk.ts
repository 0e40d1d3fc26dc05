import { type Actor, whyNot } from '@lcm/core/domain/access';
import type { Api } from './api.ts';
import { forWhoHasIt, labOrders, whyNotLab } from './lab-orders.ts';
import { type HostOfLab, labTitle } from './lab-words.ts';
import { troubleFrom } from './problem.ts';
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

export interface BulkPlan {
  readonly can: readonly LabRecord[];
  readonly cannot: readonly { readonly lab: LabRecord; readonly why: string }[];
}

export interface Fleet {
  readonly actor: Actor;
  readonly hostOf: (lab: LabRecord) => HostOfLab | undefined;
}

/** Which of the chosen labs an order is for, and why it is not for the others. */
export function planBulk(command: BulkCommand, labs: readonly LabRecord[], { actor, hostOf }: Fleet): BulkPlan {
  const can: LabRecord[] = [];
  const cannot: { readonly lab: LabRecord; readonly why: string }[] = [];
  for (const lab of labs) {
    const why = whyNotOne(command, lab, { actor, hostOf });
    if (why === undefined) can.push(lab);
    else cannot.push({ lab, why });
  }
  return { can, cannot };
}

function whyNotOne(command: BulkCommand, lab: LabRecord, { actor, hostOf }: Fleet): string | undefined {
  const at = { lab, host: hostOf(lab) };
  if (command !== 'orphans') return whyNotLab(actor, command, at);
  return lab.orphan === undefined ? 'It is no orphan' : whyNotLab(actor, 'delete', at);
}

/** Why nobody needs to look at the labs one by one: none is chosen, or the viewer may not. */
export function whyNotBulk(command: BulkCommand, labs: readonly LabRecord[], fleet: Fleet): string | undefined {
  const access = forWhoHasIt.includes(command) ? undefined : whyNot(fleet.actor, bulkOrders[command].permission);
  if (access !== undefined) return access;
  if (labs.length === 0) return 'Choose labs first';
  const { can, cannot } = planBulk(command, labs, fleet);
  const [first, ...others] = cannot;
  if (can.length > 0 || first === undefined) return undefined;
  return others.length === 0 ? first.why : `For none of them: ${labTitle(first.lab)}: ${first.why}`;
}

export interface BulkResult {
  readonly id: string;
  readonly title: string;
  readonly isTaken: boolean;
  readonly words: string;
}

export interface Bulk {
  readonly command: BulkCommand;
  readonly labs: readonly LabRecord[];
  readonly reason: string;
  /** Of what is known so far. */
  readonly onResults: (results: readonly BulkResult[]) => void;
}

/** As many as one request takes. */
const mostAtOnce = 200;

type Asking = Pick<Api, 'orderLabs' | 'deleteOrphans'>;

/** Gives the order to all labs in as few requests as it takes; one that is refused keeps no other from it. */
export async function runBulk(api: Asking, { labs, onResults, ...order }: Bulk): Promise<void> {
  const results: BulkResult[] = [];
  for (let from = 0; from < labs.length; from += mostAtOnce) {
    results.push(...(await askAll(api, { ...order, labs: labs.slice(from, from + mostAtOnce) })));
    onResults([...results]);
  }
}

async function askAll(api: Asking, { command, labs, reason }: Omit<Bulk, 'onResults'>): Promise<readonly BulkResult[]> {
  const titles = new Map<string, string>(labs.map((lab) => [lab.id, labTitle(lab)]));
  const ids = [...titles.keys()];
  try {
    const items =
      command === 'orphans' ? await api.deleteOrphans(ids, reason) : await api.orderLabs(command, ids, reason);
    return items.map(({ labRecordId: id, outcome, message: words }) => {
      return { id, title: titles.get(id) ?? id, isTaken: outcome !== 'refused', words };
    });
  } catch (thrown) {
    const words = troubleFrom(thrown).detail;
    return [...titles].map(([id, title]) => ({ id, title, isTaken: false, words }));
  }
}
