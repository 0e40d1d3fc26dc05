import { CohortId, isFreeSeat, SessionId } from '@lcm/core/domain/session';
import { expect, test } from 'vitest';
import { admin, aSession, user } from '../testing/fixtures.ts';
import { peopleFault, whyNotHandOut } from './hand-out.ts';
import type { Session } from './views.ts';

const cohort = { id: CohortId.parse('coh_1'), name: 'Class', size: 3, mode: 'as-many-as-possible' } as const;

function seat(id: string, changes: Partial<Session> = {}): Session {
  return aSession({ id: SessionId.parse(`ses_${id}`), cohort, ownerId: 'ada', bookedBy: 'ada', ...changes });
}

test('a seat is handed out once, before it is prepared, by operators', () => {
  expect(whyNotHandOut(admin, seat('a'))).toBeUndefined();
  expect(whyNotHandOut(admin, seat('a', { ownerId: 'otto' }))).toBe('otto has this seat already');
  expect(whyNotHandOut(admin, seat('a', { status: 'running' }))).toBe('Not possible while it is running');
  expect(whyNotHandOut(user, seat('a'))).toBe('Needs the role manager or admin');
  const { cohort: _, ...alone } = seat('a');
  expect(isFreeSeat(alone)).toBe(false);
});

test('people are named once, and no more of them than there are seats; who has one already takes no other', () => {
  const seats = [seat('a'), seat('b', { ownerId: 'otto' }), seat('c', { ownerId: 'eva', status: 'archived' })];
  expect(peopleFault([], seats)).toBe('Name at least one person');
  expect(peopleFault(['uma', 'uli'], seats)).toBe('2 people have no seat yet, and 1 seat is free');
  expect(peopleFault(['uma', 'uma'], seats)).toBe('uma is named twice');
  expect(peopleFault(['uma', 'otto'], seats)).toBeUndefined();
  expect(peopleFault(['uma', 'eva'], seats)).toBe('2 people have no seat yet, and 1 seat is free');
});
