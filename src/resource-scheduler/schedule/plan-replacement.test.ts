import { evolveSession, type Session } from '@lcm/core/domain/session';
import {
  anAmount,
  aReservation,
  aRunningWorker,
  aSession,
  holding,
  minute,
  testNow as now,
} from '@lcm/core/domain/testing';
import { ReservationId, type Worker } from '@lcm/core/domain/worker';
import { instant, SeededRandom } from '@lcm/core/kernel';
import { defaultPlacementSettings } from '@lcm/core/placement';
import { describe, expect, test } from 'vitest';
import { replacement } from './plan-replacement.ts';

const settings = defaultPlacementSettings;
const start = instant(now - 20 * minute);
const end = instant(now + 40 * minute);
const until = instant(end + settings.teardownMs);
const reservationId = ReservationId.parse('res_1');

/** Who is at work, on a worker whose instance ended five minutes ago. */
function lost(fields: Partial<Session> = {}): Session {
  const lostAt = instant(now - 5 * minute);
  const own = home();
  const session = aSession({
    status: 'running',
    timeslot: { start, end },
    placement: { workerId: own.id, workerName: own.name, reservationId, from: start, until, ports: {}, why: 'it fits' },
    ...fields,
  });
  return evolveSession(session, { type: 'SessionHostLost', reason: 'its instance is gone', at: lostAt });
}

function home(fields: Partial<Worker> = {}): Worker {
  const held = aReservation(1, { id: reservationId, from: start, until, confirmed: true });
  return aRunningWorker({ ...holding(held), status: 'failed', service: 'unavailable', ...fields }, 1);
}

const other = aRunningWorker({ service: 'available' }, 2);

function answer(session: Session, workers: readonly Worker[], at = now) {
  const snapshot = { sessions: [], workers, labs: [], templates: [], settings, now: at };
  return replacement(session, snapshot, new SeededRandom(1));
}

/** All of the other worker, from so many minutes from now until so many. */
function full(number: number, from: number, over: number) {
  const [begins, ends] = [instant(now + from * minute), instant(now + over * minute)];
  return aReservation(number, { from: begins, until: ends, amounts: other.spec.capacity });
}

describe('a session whose worker is lost', () => {
  test('goes to another worker that runs, and has back what it lost', () => {
    const step = answer(lost(), [home(), other]);
    if (step.do !== 'move') throw new Error(step.do);
    const { window, worker } = step.placed;
    expect([worker.id, window.start]).toEqual([other.id, start]);
    expect(window.end).toBeGreaterThan(end);
    expect(step.reservation.until).toBe(instant(window.end + settings.teardownMs));
    expect(window.end - end).toBeLessThan(15 * minute);
  });

  test('that loses the other one in turn is given back the time in between once', () => {
    const session = lost();
    const first = answer(session, [home(), other]);
    if (first.do !== 'move') throw new Error(first.do);
    const { window, verdict } = first.placed;
    const leadMs = window.end - end - 5 * minute;
    const timeslot = { start, end: window.end };
    const { placement } = session;
    if (placement === undefined) throw new Error('it has no place');
    const again = instant(now + leadMs);
    const lostAgain = [
      { type: 'SessionReplaced', placement, timeslot, verdict, at: now } as const,
      { type: 'SessionHostLost', reason: 'and once more', at: again } as const,
    ].reduce(evolveSession, session);
    const second = answer(lostAgain, [home(), other], again);
    expect(second.do === 'move' && second.placed.window.end - window.end).toBe(leadMs);
  });

  test('waits for its own worker when that is there again first, on one reservation with its ports', () => {
    const step = answer(lost(), [home({ status: 'running', service: 'available' })]);
    if (step.do !== 'shift') throw new Error(step.do);
    expect(step.reservation.id).toBe(reservationId);
    expect(step.placed.window).toMatchObject({ from: start, start });
    expect(step.placed.window.until).toBeGreaterThan(until);
  });

  test('is given back no more than its definition allows', () => {
    const { definition } = aSession();
    const step = answer(lost({ definition: { ...definition, maxDurationMinutes: 62 } }), [home(), other]);
    if (step.do !== 'move') throw new Error(step.do);
    expect(step.placed.window.end).toBeLessThanOrEqual(instant(start + 62 * minute));
    expect(step.placed.window.end).toBeGreaterThan(now);
  });

  test('keeps its end where what is allowed is short enough to fit in somewhere sooner', () => {
    const { definition } = aSession();
    const session = lost({ definition: { ...definition, maxDurationMinutes: 60 } });
    const sooner = { ...other, ...holding(full(2, -10, 10), full(3, 50, 400)) };
    const later = aRunningWorker({ service: 'available', ...holding(full(4, -10, 14)) }, 3);
    const step = answer(session, [home({ desired: 'terminated' }), sooner, later]);
    expect(step.do === 'move' && step.placed.window.end).toBe(end);
  });

  test('is told when it can be booked again where nobody has it before its time is over', () => {
    const step = answer(lost(), [home({ desired: 'terminated' }), { ...other, ...holding(full(2, 0, 300)) }]);
    expect(step).toMatchObject({ do: 'refuse-wish', kind: 'replace' });
    expect(step.do === 'refuse-wish' && step.summary).toMatch(/it can be booked again from 2026-11-21 14:\d\d UTC$/);
  });

  test('is refused with the reason where no worker can hold it at all', () => {
    const step = answer(lost(), [home({ desired: 'terminated' })]);
    expect(step).toMatchObject({ do: 'refuse-wish', kind: 'replace' });
  });

  test('keeps its start as long as it has not come and another worker can', () => {
    const later = { start: instant(now + 60 * minute), end: instant(now + 120 * minute) };
    const step = answer(lost({ status: 'instantiating', timeslot: later }), [home(), other]);
    if (step.do !== 'move') throw new Error(step.do);
    expect(step.placed.window).toMatchObject(later);
    expect(step.reservation.amounts).toEqual(anAmount);
  });
});
