import { expect, test } from 'vitest';
import { aDefinition } from '../testing/fixtures.ts';
import { cohortBookingOf, cohortFault, emptyCohort, ownersIn } from './cohort-form.ts';
import { toLocalInput } from './format.ts';

const now = Date.parse('2026-11-21T09:00:00.000Z');
const draft = { ...emptyCohort, name: 'Class', start: toLocalInput(now + 3_600_000) };

test('people are told apart however they are written', () => {
  expect(ownersIn({ owners: 'uma, oto\nada;  bob ' })).toEqual(['uma', 'oto', 'ada', 'bob']);
});

test.each([
  ['without a name', { name: ' ' }, 'Give the cohort a name'],
  ['of no seats', { seats: '0' }, 'Between 1 and 200 seats'],
  ['of half a seat', { seats: '1.5' }, 'Between 1 and 200 seats'],
  ['with more people than seats', { seats: '1', owners: 'uma oto' }, 'There are 2 people for 1 seat'],
  ['that is longer than its lab allows', { duration: '121' }, 'Between 1 and 120 minutes'],
  ['without a time', { start: '' }, 'Choose a time'],
  ['for a time that has passed', { start: toLocalInput(now - 60_000) }, 'That time has passed'],
])('a cohort %s cannot be asked', (_, fields, fault) => {
  expect(cohortFault({ ...draft, ...fields }, aDefinition(), now)).toBe(fault);
});

test('seats without people are for the manager to hand out', () => {
  expect(cohortFault(draft, aDefinition(), now)).toBeUndefined();
  const booking = cohortBookingOf({ ...draft, isAllNeeded: false }, aDefinition());
  expect(booking).toMatchObject({ name: 'Class', mode: 'as-many-as-possible', seats: 10 });
  expect(booking).not.toHaveProperty('ownerIds');
});

test('a cohort lasts as long as its lab does, unless another time is typed', () => {
  expect(cohortBookingOf(draft, aDefinition())).toMatchObject({ durationMinutes: 60 });
  const typed = cohortBookingOf({ ...draft, duration: '90', priority: 'high' }, aDefinition());
  expect(typed).toMatchObject({ durationMinutes: 90, priority: 'high' });
});
