import { describe, expect, test } from 'vitest';
import { aReservation, aRunningWorker, aStoppedWorker, hour, minute, testNow as now } from '../domain/testing/index.ts';
import { nothing, type Reservation, type Worker } from '../domain/worker/index.ts';
import { instant } from '../kernel/index.ts';
import { rearrange, rescue } from './index.ts';
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
