import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aReservation, aRunningWorker, aStoppedWorker, hour, minute, testNow as now } from '../domain/testing/index.ts';
import { nothing, peakUsage, type Reservation, resources, type Worker } from '../domain/worker/index.ts';
import { instant } from '../kernel/index.ts';
import { totalUpMs } from './calendars.ts';
import { type Movable, place, rearrange, rescue } from './index.ts';
import { defaultPlacementSettings as settings } from './settings.ts';

const needs = { ...nothing, cpuCores: 2 };

function held(number: number, inMs: number): Reservation {
  const from = instant(now + inMs);
  return aReservation(number, { from, until: instant(from + hour), amounts: needs, ports: {}, confirmed: true });
}

function holding(worker: Worker, ...reservations: readonly Reservation[]): Worker {
  return { ...worker, reservations: Object.fromEntries(reservations.map((each) => [each.id, each])) };
}

function movable(worker: Worker, reservation: Reservation) {
  const start = instant(reservation.from + 5 * minute);
  const request = { needs, portNames: [], bootSeconds: 0, start, durationMs: 40 * minute };
  return { request, workerId: worker.id, reservation };
}

function fleetOf(...workers: readonly Worker[]) {
  return { workers, templates: [], settings, now };
}

describe('sessions that have not begun', () => {
  const [begun, later] = [held(1, -hour / 2), held(2, 2 * hour)];

  test('go where others keep a host up, so that theirs can stay off', () => {
    const busy = holding(aRunningWorker({}, 1), { ...begun, until: instant(now + 5 * hour) });
    const off = holding(aStoppedWorker({}, 2), later);
    expect(rearrange([movable(off, later)], fleetOf(busy, off))).toMatchObject([
      { placed: { worker: { id: busy.id } } },
    ]);
  });

  test('stay where they are when no host is up for less time without them', () => {
    const busy = holding(aRunningWorker({}, 1), { ...begun, until: instant(now + 5 * hour) }, later);
    const off = aStoppedWorker({}, 2);
    expect(rearrange([movable(busy, later)], fleetOf(busy, off))).toEqual([]);
  });

  test('are taken by another host when theirs comes up too late, though that saves nothing', () => {
    const soon = held(3, 12 * minute);
    const coming = aStoppedWorker({ status: 'starting', desired: 'running', statusSince: now }, 2);
    const late = holding(coming, soon);
    const up = aRunningWorker({}, 1);
    expect(rescue([movable(late, soon)], fleetOf(up, late))).toMatchObject([{ placed: { worker: { id: up.id } } }]);
    const inTime = { ...late, statusSince: instant(now - 15 * minute) };
    expect(rescue([movable(inTime, soon)], fleetOf(up, inTime))).toEqual([]);
  });
});

const shape = fc.record({
  host: fc.integer({ min: 0, max: 3 }),
  fromMinutes: fc.integer({ min: 5, max: 300 }),
  minutes: fc.integer({ min: 20, max: 150 }),
  cores: fc.integer({ min: 1, max: 5 }),
  isFixed: fc.boolean(),
});

/** Hosts of eight cores with bookings that fit; some of them have begun or are not to be touched. */
const fleets = fc
  .record({ shapes: fc.array(shape, { maxLength: 14 }), up: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }) })
  .map(({ shapes, up }) => {
    let workers = up.map((isUp, index) => (isUp ? aRunningWorker({}, index + 1) : aStoppedWorker({}, index + 1)));
    const bookings = shapes.flatMap(({ host, fromMinutes, minutes, cores, isFixed }, number) => {
      const start = instant(now + fromMinutes * minute + 5 * minute);
      const request = {
        needs: { ...nothing, cpuCores: cores },
        portNames: [],
        bootSeconds: 0,
        start,
        durationMs: minutes * minute,
      };
      const placed = place(request, { ...fleetOf(...workers), workers: workers.slice(host, host + 1) });
      if (placed.kind !== 'place') return [];
      const { from, until } = placed.window;
      const reservation = aReservation(number, { from, until, amounts: request.needs, ports: {}, confirmed: true });
      const worker = holding(placed.worker, ...Object.values(placed.worker.reservations), reservation);
      workers = workers.with(host, worker);
      return isFixed ? [] : [{ request, workerId: worker.id, reservation }];
    });
    return { workers, bookings };
  });

type Moves = ReturnType<typeof rearrange<Movable>>;

/** As the scheduler does it: each keeps its old place until it has the new one. */
function carriedOut(workers: readonly Worker[], moves: Moves): readonly Worker[] {
  return moves.reduce((before, { moved: { workerId, reservation }, placed }) => {
    const { from, until } = placed.window;
    const added = before.map((worker) =>
      worker.id === placed.worker.id
        ? holding(worker, ...Object.values(worker.reservations), { ...reservation, from, until })
        : worker,
    );
    for (const { reservations, spec } of added) {
      const used = peakUsage(Object.values(reservations), now, instant(now + 24 * hour));
      for (const resource of resources) expect(used[resource]).toBeLessThanOrEqual(spec.capacity[resource]);
    }
    return added.map((worker) =>
      worker.id === workerId
        ? holding(worker, ...Object.values(worker.reservations).filter(({ id }) => id !== reservation.id))
        : worker,
    );
  }, workers);
}

function afterwards(bookings: readonly Movable[], moves: Moves): readonly Movable[] {
  return bookings.map((booking) => {
    const move = moves.find(({ moved }) => moved === booking);
    if (move === undefined) return booking;
    const { from, until } = move.placed.window;
    return { ...booking, workerId: move.placed.worker.id, reservation: { ...booking.reservation, from, until } };
  });
}

interface State {
  readonly workers: readonly Worker[];
  readonly bookings: readonly Movable[];
}

function upMinutes(workers: readonly Worker[]): number {
  return totalUpMs(workers, fleetOf(...workers)) / minute;
}

describe('whatever is booked', () => {
  test('hosts are up for less time by as much as its moves have to save, and no place is given twice on the way', () => {
    fc.assert(
      fc.property(fleets, fc.integer({ min: 1, max: 60 }), ({ workers, bookings }, leastMinutes) => {
        const fleet = { ...fleetOf(...workers), settings: { ...settings, leastSavedMs: leastMinutes * minute } };
        const moves = rearrange(bookings, fleet);
        const saved = upMinutes(workers) - upMinutes(carriedOut(workers, moves));
        if (moves.length === 0) expect(saved).toBe(0);
        else expect(saved).toBeGreaterThanOrEqual(leastMinutes * moves.length);
        for (const { moved, placed } of moves) expect(placed.window.start).toBe(moved.request.start);
      }),
      { numRuns: 150 },
    );
  });

  test('thought over again and again it comes to rest, as each round saves something', () => {
    fc.assert(
      fc.property(fleets, ({ workers, bookings }) => {
        let state: State = { workers, bookings };
        for (let rounds = 0; ; rounds += 1) {
          const moves = rearrange(state.bookings, fleetOf(...state.workers));
          if (moves.length === 0) return;
          expect(rounds).toBeLessThan(10);
          const after = carriedOut(state.workers, moves);
          expect(upMinutes(after)).toBeLessThan(upMinutes(state.workers));
          state = { workers: after, bookings: afterwards(state.bookings, moves) };
        }
      }),
      { numRuns: 150 },
    );
  });
});
