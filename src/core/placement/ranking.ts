import type { Worker } from '../domain/worker/index.ts';
import { passOn } from './board.ts';
import { type Seat, seatOf } from './seat.ts';

/** A place in the order of preference; `at` is that of the worker in its list, and decides where all else is equal. */
interface Rank {
  readonly seat: Seat;
  readonly at: number;
}

type Workers = readonly Worker[];

const rankings = new WeakMap<Workers, readonly Rank[]>();
const regions = new WeakMap<Workers, Map<string, Workers>>();

/**
 * Workers that have not ended, the one that costs least to use first: one that runs before one that must be started, and
 * the fuller one, so that others can be switched off. Lists never change either, so each is put in order once.
 */
export function ranked(workers: Workers): readonly Rank[] {
  const made = rankings.get(workers);
  if (made !== undefined) return made;
  const ranks = workers.map((worker, at) => ({ seat: seatOf(worker), at }));
  return keep(workers, ranks.filter(isAlive).toSorted(byCost));
}

function keep(workers: Workers, ranks: readonly Rank[]): readonly Rank[] {
  rankings.set(workers, ranks);
  return ranks;
}

/** The list with another state of one of its workers, or with one more; only that one finds its place in the order anew. */
export function withWorker(workers: Workers, changed: Worker): Workers {
  const found = workers.findIndex(({ id }) => id === changed.id);
  const at = found === -1 ? workers.length : found;
  const after = found === -1 ? [...workers, changed] : workers.with(at, changed);
  const others = ranked(workers).filter((rank) => rank.at !== at);
  const rank = { seat: seatOf(changed), at };
  keep(after, isAlive(rank) ? others.toSpliced(placeOf(rank, others), 0, rank) : others);
  passOn(workers, after, at);
  return after;
}

/** Those of a region, as one and the same list each time. */
export function inRegion(workers: Workers, region: string): Workers {
  const lists = regions.get(workers) ?? new Map<string, Workers>();
  regions.set(workers, lists);
  const made = lists.get(region);
  if (made !== undefined) return made;
  const there = workers.filter(({ spec }) => spec.region === region);
  lists.set(region, there);
  const positions = new Map(there.map((worker, at) => [worker, at]));
  const ranks = ranked(workers).flatMap(({ seat }) => {
    const at = positions.get(seat.worker);
    return at === undefined ? [] : [{ seat, at }];
  });
  keep(there, ranks);
  return there;
}

function isAlive({ seat }: Rank): boolean {
  return seat.worker.status !== 'terminated';
}

function placeOf(rank: Rank, ranks: readonly Rank[]): number {
  let [low, high] = [0, ranks.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = ranks[middle];
    if (other !== undefined && byCost(other, rank) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function byCost(a: Rank, b: Rank): number {
  for (let index = 0; index < a.seat.cost.length; index += 1) {
    const difference = (a.seat.cost[index] ?? 0) - (b.seat.cost[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.at - b.at;
}
