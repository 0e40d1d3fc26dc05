import { expect, test } from 'vitest';
import { admin, aWorker, minutes, noon, user } from '../testing/fixtures.ts';
import { labsInWords, savedByFleet, whyNotIdleDetection, whyNotSnooze } from './idle.ts';

test.each([
  [{ labs: 0, running: 0, byHand: 0 }, 'No labs'],
  [{ labs: 1, running: 0, byHand: 0 }, '1 lab, none runs'],
  [{ labs: 3, running: 1, byHand: 1 }, '3 labs, 1 runs, made by hand'],
  [{ labs: 3, running: 2, byHand: 1 }, '3 labs, 2 run, 1 of them made by hand'],
])('%j is %s', (activity, words) => {
  expect(labsInWords(activity)).toBe(words);
});

test('what the fleet saved is what is over and what lasts, of every worker', () => {
  const savings = {
    since: minutes(-600),
    stops: 1,
    starts: 0,
    total: { ms: 0, usd: 0 },
    day: { ms: 0, usd: 0, of: '2026-11-21' },
    month: { ms: 0, usd: 0, of: '2026-11' },
    recent: [{ decidedAt: minutes(-121), by: 'scheduler', reason: 'nobody uses it', from: minutes(-120) }],
  };
  const before = { ...savings, recent: [], day: { ms: 60_000, usd: 1, of: '2026-11-20' } };
  const resting = aWorker({ spec: { ...aWorker().spec, hourlyCostUsd: 4 }, savings });
  const saved = savedByFleet([resting, aWorker(), aWorker({ savings: before })], noon);
  expect(saved.day).toEqual({ ms: 7_200_000, usd: 8 });
  expect(saved.month).toEqual({ ms: 7_200_000, usd: 8 });
});

test('orders about idle detection that are not possible say why, the role before the state', () => {
  const stopped = aWorker({ status: 'stopped' });
  expect(whyNotSnooze(user, stopped)).toContain('Needs the role');
  expect(whyNotSnooze(admin, stopped)).toBe('Only a worker that is up can be kept up, this one is stopped');
  expect(whyNotSnooze(admin, aWorker({ idleDetection: false }))).toContain('Idle detection is off');
  expect(whyNotSnooze(admin, aWorker())).toBeUndefined();
  expect(whyNotIdleDetection(user, aWorker())).toContain('Needs the role');
  expect(whyNotIdleDetection(admin, stopped)).toBeUndefined();
  expect(whyNotIdleDetection(admin, aWorker({ status: 'terminated' }))).toBe('Not possible while it is terminated');
});
