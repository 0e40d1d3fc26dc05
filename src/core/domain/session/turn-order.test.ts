import { expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { aSession, minute, testNow } from '../testing/index.ts';
import { CohortId } from './cohort.ts';
import type { Session } from './session.ts';
import { SessionId } from './session-id.ts';
import { inTurn } from './turn-order.ts';

function waiting(id: string, fields: Partial<Session>): Session {
  return { ...aSession(), id: SessionId.parse(`ses_${id}`), ...fields };
}

function order(sessions: readonly Session[]): readonly string[] {
  return inTurn(sessions).map(({ sessions: seats }) => seats.map(({ id }) => id.slice(4)).join('+'));
}

function burst(ownerId: string, count: number): Session[] {
  return Array.from({ length: count }, (_, index) => waiting(`${ownerId}${index + 1}`, { ownerId }));
}

test('in a burst owners alternate, however many one of them has booked', () => {
  const sessions = [...burst('ada', 3), ...burst('bob', 1), ...burst('cy', 2)];
  expect(order(sessions)).toEqual(['ada1', 'bob1', 'cy1', 'ada2', 'cy2', 'ada3']);
});

test('what matters more is asked first, and within that owners alternate', () => {
  const [high, low] = [{ priority: 'high' } as const, { priority: 'low' } as const];
  const sessions = [
    waiting('a', { ownerId: 'ada', ...low }),
    waiting('b', { ownerId: 'ada' }),
    waiting('c', { ownerId: 'bob', ...high }),
    waiting('d', { ownerId: 'bob', ...high }),
    waiting('e', { ownerId: 'cy', ...high }),
  ];
  expect(order(sessions)).toEqual(['c', 'e', 'd', 'b', 'a']);
});

function wanted(minutes: number): Session['wanted'] {
  return { durationMinutes: 60, start: instant(testNow + minutes * minute) };
}

test('of one owner the earlier start goes first, and of what has none what was booked earlier', () => {
  const sessions = [
    waiting('late', { wanted: wanted(90) }),
    waiting('soon', { wanted: wanted(30) }),
    waiting('now', { wanted: { durationMinutes: 60 }, bookedAt: instant(testNow + minute) }),
  ];
  expect(order(sessions)).toEqual(['now', 'soon', 'late']);
});

test('seats that are of use only together have one turn, until one of them has its place', () => {
  const cohort = { id: CohortId.parse('coh_1'), name: 'Class', size: 3, mode: 'all-or-nothing' } as const;
  const seats = ['x', 'y', 'z'].map((id) => waiting(id, { cohort, bookedBy: 'mia' }));
  const ended = seats.map((seat, index): Session => (index === 0 ? { ...seat, status: 'terminated' } : seat));
  const placed = seats.map((seat, index): Session => (index === 0 ? { ...seat, status: 'scheduled' } : seat));
  expect(order(seats)).toEqual(['x+y+z']);
  expect(order(ended)).toEqual(['y+z']);
  expect(order(placed)).toEqual(['y', 'z']);
  expect(inTurn(seats.slice(1))).toMatchObject([{ missing: 1 }]);
});
