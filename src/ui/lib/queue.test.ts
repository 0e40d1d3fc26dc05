import { CohortId, SessionId } from '@lcm/core/domain/session';
import { expect, test } from 'vitest';
import { aSession, minutes } from '../testing/fixtures.ts';
import { decisionsOf, queueOf } from './queue.ts';
import type { Session } from './views.ts';

function waiting(id: string, changes: Partial<Session> = {}): Session {
  return aSession({ id: SessionId.parse(`ses_${id}`), ownerId: id, ...changes });
}

test('the queue is in the order of the scheduler, and seats that need each other stand in it as one', () => {
  const cohort = { id: CohortId.parse('coh_1'), name: 'Class', size: 3, mode: 'all-or-nothing' } as const;
  const sessions = [
    waiting('later', { wanted: { durationMinutes: 60, start: minutes(90) } }),
    waiting('x', { cohort }),
    waiting('placed', { status: 'scheduled' }),
    waiting('y', { cohort }),
    waiting('first', { priority: 'high', bookedAt: minutes(20) }),
  ];
  const told = queueOf(sessions).map(({ first, seats, missing }) => [first.ownerId, seats, missing]);
  expect(told).toEqual([
    ['first', 1, 0],
    ['x', 2, 1],
    ['later', 1, 0],
  ]);
});

test('what the scheduler said last comes first: its verdicts, and its answers to wishes', () => {
  const verdict = { placed: true, summary: 'metal-1 has room', workers: [], wouldHelp: [] };
  const wishAnswer = { kind: 'extend', granted: false, summary: 'others come then', at: minutes(5) } as const;
  const sessions = [
    waiting('a', { verdict: { ...verdict, decidedAt: minutes(-5) }, wishAnswer }),
    waiting('b', { verdict: { ...verdict, placed: false, summary: 'no room', decidedAt: minutes(1) } }),
    waiting('c'),
  ];
  const told = decisionsOf(sessions, 2).map(({ session, label, granted }) => [session.ownerId, label, granted]);
  expect(told).toEqual([
    ['a', 'No more time', false],
    ['b', 'No place', false],
  ]);
});
