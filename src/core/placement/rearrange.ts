import type { Reservation, Worker, WorkerId } from '../domain/worker/index.ts';
import { restsOf, upMs } from './added-time.ts';
import type { Fleet, PlacementRequest } from './fleet.ts';
import { hostReadyAt, prepareMs } from './leads.ts';
import { type Decision, place } from './place.ts';
import { withWorker } from './ranking.ts';
import { seatOf } from './seat.ts';

/** A session of which nothing exists yet but its place. */
export interface Movable {
  readonly request: PlacementRequest;
  readonly workerId: WorkerId;
  readonly reservation: Reservation;
}

type Placed = Extract<Decision, { kind: 'place' }>;

/** In the order in which each finds its new place free while it still has the old one. */
export interface Rearranged<Each extends Movable> {
  readonly moved: Each;
  readonly placed: Placed;
}

/** Less than this is not worth telling anybody, and so much at least for each session that is moved. */
const leastGainMs = 10 * 60_000;
const leastGainPerMoveMs = 60_000;

type Workers = readonly Worker[];

/**
 * Pure: other places for sessions that have not begun, so that hosts are up for less time together. Bookings come in any
 * order, and some are cancelled or end early: placed anew, the earliest first, they often need fewer hosts. Nothing when
 * that saves too little, or when the way there is barred.
 */
export function rearrange<Each extends Movable>(movable: readonly Each[], fleet: Fleet): readonly Rearranged<Each>[] {
  const wanted = placedAnew(movable, fleet);
  if (wanted === undefined) return [];
  let { workers } = fleet;
  let left = wanted.filter(({ moved, placed }) => moved.workerId !== placed.worker.id);
  const done: Rearranged<Each>[] = [];
  for (;;) {
    const turn: Rearranged<Each>[] = [];
    for (const { moved, placed } of left) {
      const now = on(placed.worker.id, moved, { ...fleet, workers });
      if (now === undefined) continue;
      turn.push({ moved, placed: now });
      workers = withMoved(workers, moved, now);
    }
    if (turn.length === 0) break;
    done.push(...turn);
    const gone = new Set(turn.map(({ moved }) => moved));
    left = left.filter(({ moved }) => !gone.has(moved));
  }
  const gainMs = totalUpMs(fleet.workers, fleet) - totalUpMs(workers, fleet);
  return gainMs >= Math.max(leastGainMs, done.length * leastGainPerMoveMs) ? done : [];
}

/** A host that is asked for a moment later than planned is late by nothing that matters. */
const lateMs = 60_000;

/** Those whose host comes up too late for them, after a launch that failed, and whom another can take: whatever that costs. */
export function rescue<Each extends Movable>(movable: readonly Each[], fleet: Fleet): readonly Rearranged<Each>[] {
  const { now, settings } = fleet;
  const coming = fleet.workers.filter(({ status, desired }) => desired === 'running' && comingUp.includes(status));
  const readyAt = new Map(coming.map((worker) => [worker.id, hostReadyAt(worker, now, settings)]));
  let { workers } = fleet;
  const done: Rearranged<Each>[] = [];
  for (const moved of movable) {
    if ((readyAt.get(moved.workerId) ?? 0) <= startBy(moved, fleet) + lateMs) continue;
    // Only one that is up for certain: else it would go from one that is late to the next.
    const others = workers.filter(({ status, service }) => status === 'running' && service === 'available');
    const placed = place(moved.request, { ...fleet, workers: others, templates: [] });
    if (placed.kind !== 'place') continue;
    done.push({ moved, placed });
    workers = withMoved(workers, moved, placed);
  }
  return done;
}

const comingUp: readonly Worker['status'][] = ['pending', 'provisioning', 'starting'];

/** When its preparation must begin. */
function startBy({ request, reservation }: Movable, { settings }: Fleet): number {
  return (request.start ?? reservation.until) - prepareMs(request, settings) - settings.marginMs;
}

/** Where each would go if none of them had a place; undefined when one of them would find none. */
function placedAnew<Each extends Movable>(
  movable: readonly Each[],
  fleet: Fleet,
): readonly Rearranged<Each>[] | undefined {
  const wanted: Rearranged<Each>[] = [];
  let workers = withoutAll(fleet.workers, movable);
  for (const moved of movable.toSorted((a, b) => a.reservation.from - b.reservation.from)) {
    const placed = place(moved.request, { ...fleet, templates: [], workers });
    if (placed.kind !== 'place') return undefined;
    wanted.push({ moved, placed });
    workers = withWorker(workers, holding(placed, moved.reservation));
  }
  return wanted;
}

function withoutAll(workers: Workers, movable: readonly Movable[]): Workers {
  const gone = new Set<string>(movable.map(({ reservation }) => reservation.id));
  return workers.map((worker) => {
    const left = Object.entries(worker.reservations).filter(([id]) => !gone.has(id));
    return left.length === Object.keys(worker.reservations).length
      ? worker
      : { ...worker, reservations: Object.fromEntries(left) };
  });
}

/** On that worker as things are; ports are chosen again, others may have taken them. */
function on(id: WorkerId, { request }: Movable, fleet: Fleet): Placed | undefined {
  const workers = fleet.workers.filter((worker) => worker.id === id);
  const placed = place(request, { ...fleet, workers, templates: [] });
  return placed.kind === 'place' ? placed : undefined;
}

function withMoved(workers: Workers, { workerId, reservation }: Movable, placed: Placed): Workers {
  const old = workers.find(({ id }) => id === workerId);
  if (old === undefined) return workers;
  const { [reservation.id]: _, ...reservations } = old.reservations;
  return withWorker(withWorker(workers, { ...old, reservations }), holding(placed, reservation));
}

function holding({ worker, window, ports }: Placed, reservation: Reservation): Worker {
  const { from, until } = window;
  const held = { ...reservation, from, until, ports };
  return { ...worker, reservations: { ...worker.reservations, [reservation.id]: held } };
}

function totalUpMs(workers: Workers, fleet: Fleet): number {
  return workers.reduce((sum, worker) => {
    const seat = seatOf(worker);
    return sum + upMs(seat, restsOf(seat, fleet));
  }, 0);
}
