import { settingsTable } from '../domain/settings/index.ts';
import type { Worker, WorkerId } from '../domain/worker/index.ts';
import { restsOf, upMs } from './added-time.ts';
import type { Fleet, PlacementRequest } from './fleet.ts';
import { leadMs } from './leads.ts';
import type { Movable, Placed } from './movable.ts';
import { place } from './place.ts';
import { withWorker } from './ranking.ts';
import { seatOf } from './seat.ts';

export type Workers = readonly Worker[];

/** What a move has to save, unless somebody says otherwise. */
const usuallySavedMs = settingsTable['fleet.leastSavedMinutes'].initial * 60_000;

export function leastSavedMs({ settings }: Pick<Fleet, 'settings'>): number {
  return settings.leastSavedMs ?? usuallySavedMs;
}

/** On that worker as things are. */
export function placeOn(id: WorkerId, request: PlacementRequest, fleet: Fleet): Placed | undefined {
  const workers = fleet.workers.filter((worker) => worker.id === id);
  const placed = place(request, { ...fleet, workers, templates: [] });
  return placed.kind === 'place' ? placed : undefined;
}

/** The calendars with a session at its new place, and no more at the one it has. */
export function withMoved(workers: Workers, moved: Movable, placed: Placed): Workers {
  const old = workers.find(({ id }) => id === moved.workerId);
  if (old === undefined) return workers;
  const without = withWorker(workers, released(old, [moved]));
  const target = without.find(({ id }) => id === placed.worker.id) ?? placed.worker;
  return withWorker(without, holding(target, movedTo(moved, placed)));
}

export function movedTo<Each extends Movable>(moved: Each, { worker, window, ports }: Placed): Each {
  const { from, until } = window;
  return { ...moved, workerId: worker.id, reservation: { ...moved.reservation, from, until, ports } };
}

export function holding(worker: Worker, { reservation }: Pick<Movable, 'reservation'>): Worker {
  return { ...worker, reservations: { ...worker.reservations, [reservation.id]: reservation } };
}

export function released(worker: Worker, movable: readonly Movable[]): Worker {
  const gone = new Set<string>(movable.map(({ reservation }) => reservation.id));
  const left = Object.entries(worker.reservations).filter(([id]) => !gone.has(id));
  return { ...worker, reservations: Object.fromEntries(left) };
}

/** The calendars as far as these sessions reach: what comes later than a boot after them makes no difference to any. */
export function inSight(movable: readonly Movable[], { workers, settings }: Fleet): Workers {
  const last = movable.reduce((latest, { reservation }) => Math.max(latest, reservation.until), 0);
  return workers.map((worker) => {
    const end = last + leadMs('restart', worker, settings);
    const near = Object.entries(worker.reservations).filter(([, { from }]) => from <= end);
    return { ...worker, reservations: Object.fromEntries(near) };
  });
}

export function totalUpMs(workers: Workers, fleet: Fleet): number {
  return workers.reduce((sum, worker) => sum + upOf(worker, fleet), 0);
}

/** For how long the host will be up from now on. */
export function upOf(worker: Worker, fleet: Fleet): number {
  const seat = seatOf(worker);
  return upMs(seat, restsOf(seat, fleet));
}
