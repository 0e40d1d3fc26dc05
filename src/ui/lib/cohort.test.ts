import { CohortId, SessionId } from '@lcm/core/domain/session';
import { expect, test } from 'vitest';
import { aSession, minutes, noon } from '../testing/fixtures.ts';
import { cohortOf, concernsOfSeats, countsInWords } from './cohort.ts';
import type { Session } from './views.ts';

const cohort = { id: CohortId.parse('coh_1'), name: 'Class', size: 12, mode: 'all-or-nothing' } as const;

function seat(number: number, changes: Partial<Session> = {}): Session {
  const wanted = { start: minutes(60), durationMinutes: 60 };
  const whose = { ownerId: `user-${number}`, bookedBy: 'ada' };
  return aSession({
    id: SessionId.parse(`ses_${number}`),
    name: `Class ${number}`,
    cohort,
    wanted,
    ...whose,
    ...changes,
  });
}

test('a cohort is told by its seats, in the order of their numbers, with what is not booked yet', () => {
  const seats = [seat(10), seat(2, { status: 'running' }), seat(1, { status: 'archived' }), aSession()];
  const now = cohortOf('coh_1', seats);
  expect(now?.seats.map(({ name }) => name)).toEqual(['Class 1', 'Class 2', 'Class 10']);
  expect(now).toMatchObject({ waiting: 1, placed: 1, ended: 1, missing: 9, free: 0 });
  expect(now && countsInWords(now)).toBe('1 with a place, 1 waiting for one, 1 ended, 9 being booked');
  expect(cohortOf('coh_2', seats)).toBeUndefined();
});

test('of seats that wait together, the verdict is that which says what each worker lacks', () => {
  const verdict = { decidedAt: minutes(-1), placed: false, summary: 'no room', wouldHelp: [], workers: [] };
  const [worker] = [{ workerId: 'wkr_1', name: 'metal-1', fits: false, short: {}, obstacles: [] }];
  const full = { ...verdict, workers: [Object(worker)] };
  expect(cohortOf('coh_1', [seat(1, { verdict }), seat(2, { verdict: full })])?.verdict).toBe(full);
});

test('what needs somebody is told the most urgent first, each with its seats', () => {
  const slot = { start: minutes(-15), end: minutes(45) };
  const verdict = { decidedAt: minutes(-1), placed: false, summary: 'no room', wouldHelp: [], workers: [] };
  const seats = [
    seat(1, { status: 'scheduled', ownerId: 'ada' }),
    seat(2, { status: 'instantiating', timeslot: slot }),
    seat(3, { status: 'ready', timeslot: slot }),
    seat(4, { verdict }),
    seat(5, { status: 'archived', outcome: { result: 'failed', reason: 'its host was lost' } }),
    seat(6, { status: 'running', timeslot: slot }),
  ];
  const told = concernsOfSeats(seats, noon).map(({ concern, words, seats: [first] }) => [concern, first?.name, words]);
  expect(told).toEqual([
    ['late', 'Class 2', '1 seat is late: the start has passed, and they are not ready'],
    ['without-place', 'Class 4', '1 seat has no place yet'],
    ['absent', 'Class 3', '1 candidate has not begun ten minutes after the start'],
    ['without-person', 'Class 1', '1 seat is nobody’s yet, to be handed out'],
    ['failed', 'Class 5', '1 seat failed'],
  ]);
});
