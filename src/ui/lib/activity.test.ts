import { expect, test } from 'vitest';
import { aSession, aWorker } from '../testing/fixtures.ts';
import { activityOf } from './activity.ts';

test('of workers and sessions alike the newest changes are told, and no more than are asked for', () => {
  const things = {
    workers: [aWorker({ name: 'old', statusSince: '2026-11-21T08:00:00.000Z' })],
    sessions: [
      aSession({ name: 'newest', status: 'ready', reason: 'waits', statusSince: '2026-11-21T10:00:00.000Z' }),
      aSession({ name: 'new', statusSince: '2026-11-21T09:00:00.000Z' }),
    ],
  };
  expect(activityOf(things, 2).map(({ title }) => title)).toEqual(['newest', 'new']);
  expect(activityOf(things, 1)).toMatchObject([{ words: 'became ready: waits', at: '2026-11-21T10:00:00.000Z' }]);
});

test('what interrupts a session is told when it happened, not when the session began', () => {
  const lost = { from: '2026-11-21T11:00:00.000Z', reason: 'EC2 has ended it', cause: 'worker-lost' } as const;
  const session = aSession({ status: 'running', reason: 'EC2 has ended it', suspensions: [lost] });
  expect(activityOf({ workers: [], sessions: [session] }, 1)).toMatchObject([
    { words: 'host lost: EC2 has ended it', at: lost.from },
  ]);
});
