import type { LabView } from '@lcm/core/contracts/lab';
import type { SessionView } from '@lcm/core/contracts/session';
import {
  aReservation,
  aRunningWorker,
  aSession,
  aStoppedWorker,
  holding,
  hour,
  minute,
  testNow as now,
} from '@lcm/core/domain/testing';
import { nothing, type Reservation, type Worker } from '@lcm/core/domain/worker';
import { instant, SeededRandom } from '@lcm/core/kernel';
import { defaultPlacementSettings as settings } from '@lcm/core/placement';
import { expect, test } from 'vitest';
import { planRearrangement, whyRearrange } from './plan-rearrangement.ts';

const needs = { ...nothing, cpuCores: 2 };
const noLabs: readonly LabView[] = [];

/** A session an hour long, with its place on a worker. */
function booked(number: number, worker: Worker, fromMs: number) {
  const [from, start] = [instant(now + fromMs), instant(now + fromMs + 5 * minute)];
  const [end, until] = [instant(start + hour), instant(start + hour + 10 * minute)];
  const reservation = aReservation(number, { from, until, amounts: needs, ports: {}, confirmed: true });
  const { id: reservationId } = reservation;
  const place = { workerId: worker.id, workerName: worker.name, reservationId, from, until, ports: {}, why: 'it fits' };
  const session = aSession({}, number);
  const definition = { ...session.definition, needs, ports: [], bootSeconds: 0 };
  const view = { ...session, definition, version: 1, status: 'scheduled' as const };
  return { session: { ...view, placement: place, timeslot: { start, end } }, reservation };
}

function busyUntil(worker: Worker, ms: number): Worker {
  const begun: Reservation = aReservation(90, { from: now, until: instant(now + ms), amounts: needs });
  return { ...worker, ...holding(begun) };
}

function plan(workers: readonly Worker[], sessions: readonly SessionView[], fields = {}) {
  const snapshot = { sessions, workers, labs: noLabs, templates: [], settings: { ...settings, ...fields }, now };
  return planRearrangement(snapshot, new SeededRandom(1), 'fewer-hosts');
}

const busy = busyUntil(aRunningWorker({}, 1), 6 * hour);

test('a session that goes where a host is up anyway is told which one is spared, and for how long', () => {
  const off = aStoppedWorker({}, 2);
  const [one, other] = [booked(1, off, 2 * hour), booked(2, off, 2 * hour)];
  const alone = plan([busy, { ...off, ...holding(one.reservation) }], [one.session]);
  expect(alone).toMatchObject([
    { do: 'move', isUnasked: true, placed: { worker: { id: busy.id }, why: 'moved to w1: saves 1 h 35 min of w2' } },
  ]);
  const both = plan([busy, { ...off, ...holding(one.reservation, other.reservation) }], [one.session, other.session]);
  expect(both.map((step) => (step.do === 'move' ? step.placed.why : step.do))).toEqual([
    'moved to w1: saves 1 h 35 min of w2, with 1 more that leave it',
    'moved to w1: saves 1 h 35 min of w2, with 1 more that leave it',
  ]);
});

test('nothing moves for less than the setting says, that is about to be prepared, or that has begun', () => {
  const off = aStoppedWorker({}, 2);
  const later = booked(1, off, 2 * hour);
  const fleet = [busy, { ...off, ...holding(later.reservation) }];
  expect(plan(fleet, [later.session], { leastSavedMs: 3 * hour })).toEqual([]);
  expect(plan(fleet, [{ ...later.session, status: 'running' }])).toEqual([]);
  const soon = booked(1, off, minute);
  expect(plan([busy, { ...off, ...holding(soon.reservation) }], [soon.session])).toEqual([]);
});

function why(worker: Worker, doneAgo: number) {
  return whyRearrange({ workers: [worker], settings, now }, now - doneAgo);
}

test('places are thought over now and then, before a host is woken for a session, and when one is waited for', () => {
  const off = aStoppedWorker({}, 2);
  expect(why(off, 19 * minute)).toBeUndefined();
  expect(why(off, 20 * minute)).toBe('fewer-hosts');
  const wokenBy = (fromMs: number) => ({ ...off, ...holding(booked(1, off, fromMs).reservation) });
  expect(why(wokenBy(settings.stoppedLeadMs), minute)).toBe('fewer-hosts');
  expect(why(wokenBy(settings.stoppedLeadMs + minute), minute)).toBeUndefined();
  expect(why({ ...off, status: 'starting', desired: 'running' }, minute)).toBe('host-is-late');
});
