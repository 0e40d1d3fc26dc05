import type { WorkerId } from '../domain/worker/index.ts';
import { addedMs, restsOf } from './added-time.ts';
import {
  holding,
  leastSavedMs,
  movedTo,
  placeOn,
  released,
  totalUpMs,
  upOf,
  type Workers,
  withMoved,
} from './calendars.ts';
import type { Fleet } from './fleet.ts';
import type { Movable, Placed } from './movable.ts';
import { place } from './place.ts';
import { withWorker } from './ranking.ts';
import { seatOf } from './seat.ts';

/** Where sessions would be, in the order in which they were given, and the calendars with them. */
export interface Arrangement {
  readonly places: readonly Movable[];
  readonly workers: Workers;
}

/**
 * One that needs hosts for less time, by no more moves than are left, of which each saves enough: everybody placed anew, and
 * then back to where they were, as far as that costs less than a move has to save. Undefined where there is none.
 */
export function betterArrangement(now: Arrangement, fleet: Fleet, mostMoves: number): Arrangement | undefined {
  const anew = placedAnew(now, fleet);
  if (anew === undefined) return undefined;
  let better = anew;
  for (const strict of [1, 2, 4, 8, 16]) {
    better = withoutIdleMoves({ before: now, after: better, leastMs: leastSavedMs(fleet) * strict }, fleet);
    const moves = countMoves(now, better);
    if (moves === 0) return undefined;
    const gainMs = totalUpMs(now.workers, fleet) - totalUpMs(better.workers, fleet);
    if (moves <= mostMoves && gainMs >= moves * leastSavedMs(fleet)) return better;
  }
  return undefined;
}

function countMoves(before: Arrangement, after: Arrangement): number {
  return before.places.filter(({ workerId }, index) => after.places[index]?.workerId !== workerId).length;
}

/** Where each would go if none of them had a place: its own first, unless another saves as much as a move has to. */
function placedAnew({ places, workers: before }: Arrangement, fleet: Fleet): Arrangement | undefined {
  let workers: Workers = before.map((worker) => released(worker, places));
  const byStart = places.toSorted((a, b) => a.reservation.from - b.reservation.from);
  const placed = new Map<Movable, Movable>();
  for (const moved of byStart) {
    const now = { ...fleet, workers };
    const best = place(moved.request, now);
    if (best.kind !== 'place') return undefined;
    const at = movedTo(moved, stays(moved, best, now) ?? best);
    placed.set(moved, at);
    workers = withHeld(workers, at);
  }
  return { places: places.map((each) => placed.get(each) ?? each), workers };
}

function withHeld(workers: Workers, at: Movable): Workers {
  const worker = workers.find(({ id }) => id === at.workerId);
  return worker === undefined ? workers : withWorker(workers, holding(worker, at));
}

function stays(moved: Movable, best: Placed, fleet: Fleet): Placed | undefined {
  if (best.worker.id === moved.workerId) return best;
  const own = placeOn(moved.workerId, moved.request, fleet);
  if (own === undefined) return undefined;
  return addedBy(own, fleet) - addedBy(best, fleet) < leastSavedMs(fleet) ? own : undefined;
}

function addedBy({ worker, window }: Placed, fleet: Fleet): number {
  const seat = seatOf(worker);
  return addedMs(seat, window, restsOf(seat, fleet));
}

interface Moves {
  readonly before: Arrangement;
  readonly after: Arrangement;
  readonly leastMs: number;
}

/** Whoever can go back for less than a move has to save does, one by one and then all that left a host together. */
function withoutIdleMoves({ before, after, leastMs }: Moves, fleet: Fleet): Arrangement {
  let now = after;
  for (;;) {
    const last = now;
    for (const group of movedGroups(before, now)) now = wentBack(group, now, { fleet, leastMs }) ?? now;
    if (now === last) return now;
  }
}

interface Home {
  readonly index: number;
  readonly home: WorkerId;
}

function movedGroups(before: Arrangement, now: Arrangement): readonly (readonly Home[])[] {
  const moved = before.places.flatMap(({ workerId }, index) =>
    now.places[index]?.workerId === workerId ? [] : [{ index, home: workerId }],
  );
  const together = [...Map.groupBy(moved, ({ home }) => home).values()].filter(({ length }) => length > 1);
  return [...moved.map((each) => [each]), ...together];
}

/** With these where they were, if hosts are hardly up for longer then, and there is room for them still. */
function wentBack(
  group: readonly Home[],
  { places, workers }: Arrangement,
  { fleet, leastMs }: { readonly fleet: Fleet; readonly leastMs: number },
): Arrangement | undefined {
  let now = workers;
  let at = places;
  let costMs = 0;
  for (const { index, home } of group) {
    const moved = places[index];
    if (moved === undefined || moved.workerId === home) return undefined;
    const placed = placeOn(home, moved.request, { ...fleet, workers: now });
    if (placed === undefined) return undefined;
    const after = withMoved(now, moved, placed);
    for (const id of [home, moved.workerId]) costMs += upOn(after, id, fleet) - upOn(now, id, fleet);
    if (costMs >= leastMs * group.length) return undefined;
    now = after;
    at = at.with(index, movedTo(moved, placed));
  }
  return { places: at, workers: now };
}

function upOn(workers: Workers, id: WorkerId, fleet: Fleet): number {
  const worker = workers.find((each) => each.id === id);
  return worker === undefined ? 0 : upOf(worker, fleet);
}
