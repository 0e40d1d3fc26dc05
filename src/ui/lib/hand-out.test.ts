import { CohortId, SessionId } from '@lcm/core/domain/session';
import { expect, test } from 'vitest';
import { admin, aSession, user } from '../testing/fixtures.ts';
import { handedOut, isFreeSeat, peopleFault, whyNotHandOut } from './hand-out.ts';
import type { Session } from './views.ts';

const cohort = { id: CohortId.parse('coh_1'), name: 'Class', size: 3, mode: 'as-many-as-possible' } as const;

function seat(id: string, changes: Partial<Session> = {}): Session {
  return aSession({ id: SessionId.parse(`ses_${id}`), cohort, ownerId: 'ada', bookedBy: 'ada', ...changes });
}

test('seats are handed out to people in their order, those that have a place first', () => {
  const seats = [
    seat('c', { status: 'scheduled' }),
    seat('a'),
    seat('b', { status: 'scheduled' }),
    seat('d', { status: 'scheduled', ownerId: 'otto' }),
    seat('e', { status: 'running' }),
  ];
  const given = handedOut(seats, ['uma', 'uli', 'udo', 'ute']).map(({ seat: { id }, person }) => [id, person]);
  expect(given).toEqual([
    ['ses_b', 'uma'],
    ['ses_c', 'uli'],
    ['ses_a', 'udo'],
  ]);
});

test('a seat is handed out once, before it is prepared, by operators', () => {
  expect(whyNotHandOut(admin, seat('a'))).toBeUndefined();
  expect(whyNotHandOut(admin, seat('a', { ownerId: 'otto' }))).toBe('otto has this seat already');
  expect(whyNotHandOut(admin, seat('a', { status: 'running' }))).toBe('Not possible while it is running');
  expect(whyNotHandOut(user, seat('a'))).toBe('Needs the role manager or admin');
  const { cohort: _, ...alone } = seat('a');
  expect(isFreeSeat(alone)).toBe(false);
});

test('people are named once, and no more of them than there are seats', () => {
  expect(peopleFault([], 2)).toBe('Name at least one person');
  expect(peopleFault(['uma', 'uli'], 1)).toBe('There are 2 people for 1 free seat');
  expect(peopleFault(['uma', 'uma'], 2)).toBe('uma is named twice');
  expect(peopleFault(['uma', 'uli'], 2)).toBeUndefined();
});
