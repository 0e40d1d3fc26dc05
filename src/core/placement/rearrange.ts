import type { WorkerId } from '../domain/worker/index.ts';
import { SeededRandom } from '../kernel/index.ts';
import { inSight, leastSavedMs, placeOn, totalUpMs, upOf, withMoved } from './calendars.ts';
import type { Fleet } from './fleet.ts';
import type { Movable, Rearranged, Saved } from './movable.ts';
import { puzzleOf } from './puzzle.ts';
import { Search } from './search.ts';

const minuteMs = 60_000;

/** So many go in one round at most: each is told to its session, and there is another round. */
const mostAtOnce = 25;

/** Those who find no free place on the way stay, and it is thought over without them; after so many the next round goes on. */
const mostThoughts = 3;

/** Less than this altogether is not worth telling anybody. */
const leastGainMs = 10 * minuteMs;

/**
 * Pure: other places for sessions that have not begun, so that hosts are up for less time together. Bookings come in any
 * order, and some are cancelled or end early: arranged anew, they often need fewer hosts. Only moves are left that save as
 * much each as the setting says; where there are none of that kind, nothing moves.
 */
export function rearrange<Each extends Movable>(movable: readonly Each[], fleet: Fleet): readonly Rearranged<Each>[] {
  const near = { ...fleet, templates: [], workers: inSight(movable, fleet) };
  let left = movable;
  for (let thought = 0; thought < mostThoughts && left.length > 0; thought += 1) {
    const wanted = wantedOf(left, near);
    const { done, workers } = inReach(wanted, fleet);
    const gainMs = totalUpMs(fleet.workers, fleet) - totalUpMs(workers, fleet);
    if (done.length === wanted.length || thought === mostThoughts - 1) {
      if (gainMs < Math.max(leastGainMs, done.length * leastSavedMs(fleet))) return [];
      return done.map((each) => ({ ...each, saves: savedBy(each.moved, { done, workers, gainMs }, fleet) }));
    }
    const reached = new Set(done.map(({ moved }) => moved));
    const barred = new Set(wanted.map(({ moved }) => moved).filter((moved) => !reached.has(moved)));
    left = left.filter((each) => !barred.has(each));
  }
  return [];
}

function wantedOf<Each extends Movable>(movable: readonly Each[], fleet: Fleet): readonly Wanted<Each>[] {
  // The same tries each time would overlook the same; still it is the same for the same calendars at the same minute.
  const random = new SeededRandom(Math.floor(fleet.now / minuteMs));
  const lanes = new Search(puzzleOf(movable, fleet, mostAtOnce), random).run();
  return movable.flatMap((moved, index) => {
    const to = fleet.workers[lanes[index] ?? -1]?.id;
    return to === undefined || to === moved.workerId ? [] : [{ moved, to }];
  });
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
