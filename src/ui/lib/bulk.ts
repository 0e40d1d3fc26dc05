import { plural } from './format.ts';
import { type Trouble, troubleFrom } from './problem.ts';

/** What an order to many is about: each has an id, and that is all that is known of it here. */
export interface Target {
  readonly id: string;
}

/** Before anything is ordered: who would be told, what that touches, and who is left out and why. */
export interface BulkPlan<Item> {
  readonly can: readonly { readonly item: Item; readonly impact: string }[];
  readonly cannot: readonly { readonly item: Item; readonly why: string }[];
}

export interface Judge<Item> {
  /** Why this one is left out; `undefined` when the order can be given. */
  readonly whyNot: (item: Item) => string | undefined;
  /** What the order would touch there. */
  readonly impactOn: (item: Item) => string;
}

export function planFor<Item>(items: readonly Item[], { whyNot, impactOn }: Judge<Item>): BulkPlan<Item> {
  const judged = items.map((item) => ({ item, why: whyNot(item) }));
  return {
    can: judged.flatMap(({ item, why }) => (why === undefined ? [{ item, impact: impactOn(item) }] : [])),
    cannot: judged.flatMap(({ item, why }) => (why === undefined ? [] : [{ item, why }])),
  };
}

/** Why the order makes sense for none of them, as for none at all. */
export function whyNotAny<Item>(
  items: readonly Item[],
  whyNot: (item: Item) => string | undefined,
  noun: string,
): string | undefined {
  if (items.length === 0) return `Choose ${noun}s in the table first`;
  const reasons = items.map(whyNot);
  if (reasons.includes(undefined)) return undefined;
  return items.length === 1 ? reasons[0] : `For none of them. ${reasons[0]}`;
}

export type BulkResult =
  | { readonly state: 'waiting' | 'running' | 'left' }
  | { readonly state: 'done'; readonly words?: string }
  | { readonly state: 'failed'; readonly trouble: Trouble };

export interface BulkRun {
  readonly tell: (id: string, result: BulkResult) => void;
  readonly isStopped: () => boolean;
}

/** Gives an order to many and tells what becomes of each. */
export type BulkRunner<Item> = (items: readonly Item[], run: BulkRun) => Promise<void>;

/** On to the next when one fails; those that were not begun when it is stopped are left. */
export function oneByOne<Item extends Target>(perform: (item: Item) => Promise<unknown>): BulkRunner<Item> {
  return async (items, { tell, isStopped }) => {
    for (const item of items) {
      if (isStopped()) {
        tell(item.id, { state: 'left' });
        continue;
      }
      tell(item.id, { state: 'running' });
      try {
        // One at a time, so that the server is not flooded and the order on screen is the order of things.
        await perform(item);
        tell(item.id, { state: 'done' });
      } catch (thrown) {
        tell(item.id, { state: 'failed', trouble: troubleFrom(thrown) });
      }
    }
  };
}

/** Those that failed, and those that were left when it was stopped. */
export function isUnfinished(result: BulkResult | undefined): boolean {
  return result?.state === 'failed' || result?.state === 'left';
}

/** `3 of 5 done, 1 failed`: nothing before it began. */
export function wordsOf(results: readonly BulkResult[]): string {
  if (results.length === 0) return '';
  const count = (wanted: BulkResult['state']): number => results.filter(({ state }) => state === wanted).length;
  const parts = [`${count('done')} of ${results.length} done`];
  if (count('failed') > 0) parts.push(`${count('failed')} failed`);
  if (count('left') > 0) parts.push(`${count('left')} left as they were`);
  return parts.join(', ');
}

/** `2 workers are left out`. */
export function leftOutWords(count: number, noun: string): string {
  return plural(count, `${noun} is left out`, `${noun}s are left out`);
}
