import { SessionId } from '@lcm/core/domain/session';
import { WorkerId } from '@lcm/core/domain/worker';
import { describe, expect, test } from 'vitest';
import { admin, aReservation, aSession, aWorker } from '../testing/fixtures.ts';
import { drainFault, drainOrder, emptyDrain, forceConsequences, whyNotForce } from './drain.ts';
import type { Session } from './views.ts';

const now = Date.parse('2026-11-21T09:00:00.000Z');
const minute = 60_000;
const iso = (minutes: number): string => new Date(now + minutes * minute).toISOString();

const session = (number: number, fields: Partial<Session>): Session =>
  aSession({ id: SessionId.parse(`ses_${number}`), ...fields });

describe('how long a drain waits', () => {
  test('is as usual unless something is typed, and 0 is for ever', () => {
    expect(drainOrder(emptyDrain)).toEqual({ whenTimeIsUp: 'keep-waiting' });
    expect(drainOrder({ minutes: '30', whenTimeIsUp: 'force' })).toEqual({ timeoutMinutes: 30, whenTimeIsUp: 'force' });
    expect(drainOrder({ minutes: '0', whenTimeIsUp: 'keep-waiting' })).toMatchObject({ timeoutMinutes: 0 });
  });

  test.each(['1.5', 'soon', '-1', '10081'])('is not %s', (minutes) => {
    expect(drainFault({ ...emptyDrain, minutes }, 0)).toBe('Say whole minutes from 0 to 10080');
  });

  test('has an end where it is forced at its end', () => {
    const force = { minutes: '', whenTimeIsUp: 'force' } as const;
    expect(drainFault(force, 0)).toBe('Say after how many minutes it is forced');
    expect(drainFault(force, 45)).toBeUndefined();
    expect(drainFault({ ...force, minutes: '0' }, 45)).toBeDefined();
  });
});

describe('force', () => {
  test('says what it does to whom, and who keeps a place', () => {
    const reserved = [0, 1, 2, 3].map((number) => {
      const from = iso(number === 3 ? 60 : -10);
      return aReservation({ sessionId: SessionId.parse(`ses_${number}`), from });
    });
    const worker = aWorker({ reservations: Object.fromEntries(reserved.map((each) => [each.sessionId, each])) });
    const sessions = [
      session(0, { status: 'running' }),
      session(1, { status: 'ready' }),
      session(2, { status: 'scheduled', wanted: { start: iso(10), durationMinutes: 60 } }),
    ];
    const { here, later } = forceConsequences(worker, sessions, now);
    expect(here.map(({ words }) => words)).toEqual([
      'its candidate is stopped; what was done is collected and graded',
      'fails: its candidate has not begun, and has to book anew',
      'looks for another worker, and keeps its start where one has room',
    ]);
    expect(later).toBe(1);
  });

  test('is for admins, while it drains, once', () => {
    const draining = aWorker({ id: WorkerId.parse('wkr_1'), status: 'draining' });
    expect(whyNotForce(admin, draining)).toBeUndefined();
    expect(whyNotForce({ ...admin, roles: ['manager'] }, draining)).toBe('Needs the role admin');
    expect(whyNotForce(admin, aWorker({ status: 'running' }))).toBe('Only a drain is forced, and it is running');
    const forced = { whenTimeIsUp: 'keep-waiting', forced: { at: iso(0), reason: 'now' } } as const;
    expect(whyNotForce(admin, { ...draining, drain: forced })).toBe('It is forced already');
  });
});
