import type { WorkerId } from '../domain/worker/index.ts';
import { type Arrangement, betterArrangement } from './arrangement.ts';
import { inSight, leastSavedMs, placeOn, totalUpMs, upOf, withMoved } from './calendars.ts';
import type { Fleet } from './fleet.ts';
import type { Movable, Rearranged, Saved } from './movable.ts';

/** So many go in one round at most: each is told to its session, and there is another round. */
const mostAtOnce = 25;

/** A better arrangement may make a still better one possible; after so many the next round goes on. */
const mostThoughts = 4;

/** Less than this altogether is not worth telling anybody. */
const leastGainMs = 10 * 60_000;

/**
 * Pure: other places for sessions that have not begun, so that hosts are up for less time together. Bookings come in any
 * order, and some are cancelled or end early: placed anew, the earliest first, they often need fewer hosts. Only moves
 * remain that save as much each as the setting says; where there are none of that kind, nothing moves.
 */
export function rearrange<Each extends Movable>(movable: readonly Each[], fleet: Fleet): readonly Rearranged<Each>[] {
  const near = { ...fleet, templates: [], workers: inSight(movable, fleet) };
  let best: Arrangement = { places: movable, workers: near.workers };
  let wanted: readonly Wanted<Each>[] = [];
  for (let thought = 0; thought < mostThoughts; thought += 1) {
    const better = betterArrangement(best, near, mostAtOnce - wanted.length);
    if (better === undefined) break;
    best = better;
    wanted = wantedIn(movable, best);
  }
  const { done, workers } = inReach(wanted, fleet);
  const gainMs = totalUpMs(fleet.workers, fleet) - totalUpMs(workers, fleet);
  if (gainMs < Math.max(leastGainMs, done.length * leastSavedMs(fleet))) return [];
  return done.map((each) => ({ ...each, saves: savedBy(each.moved, { done, workers, gainMs }, fleet) }));
}

interface Round {
  readonly done: readonly Rearranged<Movable>[];
  readonly workers: Fleet['workers'];
  readonly gainMs: number;
}

function savedBy({ workerId }: Movable, { done, workers, gainMs }: Round, fleet: Fleet): Saved {
  const upIn = (all: Fleet['workers']): number => {
    const host = all.find(({ id }) => id === workerId);
    return host === undefined ? 0 : upOf(host, fleet);
  };
  const sessions = done.filter(({ moved }) => moved.workerId === workerId).length;
  return { ms: gainMs, ofItsHostMs: upIn(fleet.workers) - upIn(workers), sessions };
}

interface Wanted<Each extends Movable> {
  readonly moved: Each;
  readonly to: WorkerId;
}

function wantedIn<Each extends Movable>(movable: readonly Each[], { places }: Arrangement): readonly Wanted<Each>[] {
  return movable.flatMap((moved, index) => {
    const to = places[index]?.workerId;
    return to === undefined || to === moved.workerId ? [] : [{ moved, to }];
  });
}

/** Those that find their place free one after the other; ports are chosen again, others may have taken them. */
function inReach<Each extends Movable>(wanted: readonly Wanted<Each>[], fleet: Fleet) {
  let { workers } = fleet;
  let left = wanted;
  const done: Rearranged<Each>[] = [];
  for (;;) {
    const barred: Wanted<Each>[] = [];
    for (const each of left) {
      const placed = placeOn(each.to, each.moved.request, { ...fleet, workers });
      if (placed === undefined) {
        barred.push(each);
        continue;
      }
      done.push({ moved: each.moved, placed });
      workers = withMoved(workers, each.moved, placed);
    }
    if (barred.length === left.length) return { done, workers };
    left = barred;
  }
}
