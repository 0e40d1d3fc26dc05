import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aReservation, aRunningWorker, aStoppedWorker, hour, minute, testNow as now } from '../domain/testing/index.ts';
import { nothing, peakUsage, type Reservation, resources, type Worker } from '../domain/worker/index.ts';
import { instant } from '../kernel/index.ts';
import { restsOf, upMs } from './added-time.ts';
import { laneOf, type Piece } from './lane.ts';
import { seatOf } from './seat.ts';
import { defaultPlacementSettings as settings } from './settings.ts';

const claims = fc.array(
  fc
    .record({
      fromMinutes: fc.integer({ min: -90, max: 300 }),
      lastsMinutes: fc.integer({ min: 100, max: 240 }),
      cpuCores: fc.integer({ min: 1, max: 4 }),
      memoryMiB: fc.integer({ min: 1, max: 9_000 }),
    })
    .map(({ fromMinutes, lastsMinutes, ...amounts }) => {
      const from = instant(now + fromMinutes * minute);
      return { from, until: instant(from + lastsMinutes * minute), amounts: { ...nothing, ...amounts } };
    }),
  { maxLength: 12 },
);

/** Hosts that are up or off, with as many of the claims as fit, and one claim more. */
const hosts = fc
  .record({ isUp: fc.boolean(), all: claims.filter(({ length }) => length > 0) })
  .map(({ isUp, all: [more, ...others] }) => {
    const empty = isUp ? aRunningWorker() : aStoppedWorker();
    const worker = others.reduce((host, claim) => (fits(host, claim) ? withPiece(host, claim) : host), empty);
    return { worker, more: more ?? { from: 0, until: 0, amounts: nothing } };
  });

function held({ reservations }: Worker): readonly Reservation[] {
  return Object.values(reservations);
}

function withPiece(worker: Worker, { from, until, amounts }: Piece): Worker {
  const number = held(worker).length;
  const added = aReservation(number, { from: instant(from), until: instant(until), amounts, ports: {} });
  return { ...worker, reservations: { ...worker.reservations, [added.id]: added } };
}

function fits(worker: Worker, piece: Piece): boolean {
  const used = peakUsage(held(withPiece(worker, piece)), instant(piece.from), instant(piece.until));
  return resources.every((resource) => used[resource] <= worker.spec.capacity[resource]);
}

function lane(worker: Worker) {
  const request = { needs: nothing, portNames: [], bootSeconds: 0, durationMs: hour };
  const movable = held(worker).map((reservation) => ({ request, workerId: worker.id, reservation }));
  return laneOf(seatOf(worker), movable, fleetOf(worker));
}

function fleetOf(...workers: readonly Worker[]) {
  return { workers, templates: [], settings, now };
}

function upOf(worker: Worker): number {
  const seat = seatOf(worker);
  return upMs(seat, restsOf(seat, { settings, now }));
}

describe('a calendar that is tried out', () => {
  test('knows for how long its host is up, as that of the worker does, whatever comes and goes', () => {
    fc.assert(
      fc.property(hosts, ({ worker, more }) => {
        const tried = lane(worker);
        expect(tried.upMs).toBe(upOf(worker));
        expect(tried.addedMs(more)).toBe(upOf(withPiece(worker, more)) - upOf(worker));
        tried.take(more);
        expect(tried.upMs).toBe(upOf(withPiece(worker, more)));
        tried.leave(more);
        expect(tried.upMs).toBe(upOf(worker));
        for (const each of held(worker)) tried.leave(each);
        expect(tried.upMs).toBe(0);
      }),
    );
  });

  test('has room for what the worker has room for at every instant, and for nothing else', () => {
    let [room, none] = [0, 0];
    fc.assert(
      fc.property(hosts, ({ worker, more }) => {
        const hasRoom = lane(worker).hasRoom(more);
        expect(hasRoom).toBe(fits(worker, more));
        if (hasRoom) room += 1;
        else none += 1;
      }),
      { numRuns: 300 },
    );
    expect(Math.min(room, none)).toBeGreaterThan(0);
  });

  test('counts what outstays its time as there, for as long as clearing it away takes', () => {
    const late = { from: now - hour, until: now - minute, amounts: { ...nothing, cpuCores: 8 } };
    const worker = withPiece(aRunningWorker(), late);
    const tried = laneOf(seatOf(worker), [], fleetOf(worker));
    const soon = { from: now + minute, until: now + hour, amounts: { ...nothing, cpuCores: 1 } };
    expect(tried.hasRoom(soon)).toBe(false);
    expect(tried.hasRoom({ ...soon, from: now + settings.teardownMs })).toBe(true);
  });
});
