import { expect, test } from 'vitest';
import { aDefinition, aSession } from '../testing/fixtures.ts';
import { engineInWords, gradedInWords, graderAttention, nextTryOf } from './grader.ts';
import { waitsFor } from './session-words.ts';

const since = '2026-11-21T09:00:00.000Z';
const minute = 60_000;
const graderAway = { since, reason: 'the grading engine cannot be reached', engine: 'external' } as const;
const waiting = aSession({ status: 'grading', graderAway });

test('an outage of the engine is one thing to look at, however many gradings wait', () => {
  expect(graderAttention([aSession({})])).toEqual([]);
  expect(graderAttention([waiting])).toMatchObject([{ href: `/sessions/${waiting.id}` }]);
  expect(graderAttention([waiting, waiting, aSession({})])).toMatchObject([
    {
      title: 'Grading engine (external)',
      why: '2 gradings wait for it: the grading engine cannot be reached',
      href: '/sessions',
    },
  ]);
});

test('the next try is soon at first and every five minutes in the end', () => {
  const at = (minutes: number) => nextTryOf(waiting, Date.parse(since) + minutes * minute);
  expect([at(-1), at(0), at(1)]).toEqual([
    '2026-11-21T09:00:15.000Z',
    '2026-11-21T09:00:15.000Z',
    '2026-11-21T09:01:45.000Z',
  ]);
  expect(Date.parse(at(61) ?? '') - Date.parse(since)).toBeLessThanOrEqual(66 * minute);
  expect(nextTryOf(aSession({}), 0)).toBeUndefined();
});

test('a session says that its grading waits, also when everything else of it is over', () => {
  expect(waitsFor(waiting)).toBe('Its grading waits: the grading engine cannot be reached');
  const outcome = { result: 'completed', reason: 'collected, to be graded later' } as const;
  expect(waitsFor(aSession({ status: 'archived', outcome, graderAway }))).toBe(
    'Its grading waits: the grading engine cannot be reached',
  );
});

test('it is said which engine grades, and which has graded', () => {
  expect(gradedInWords(aDefinition({ rulesKey: undefined }))).toBe('no');
  expect(gradedInWords(aDefinition({ rulesKey: undefined, gradingEngine: 'external' }))).toMatch(/external/);
  expect(engineInWords(undefined)).toBe('the built-in engine');
  expect(engineInWords({ name: 'external', version: '2.4' })).toBe('the external engine, version 2.4');
});
