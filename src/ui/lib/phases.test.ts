import { expect, test } from 'vitest';
import { aSession, minutes } from '../testing/fixtures.ts';
import { phasesOf } from './phases.ts';
import type { Session } from './views.ts';

function inState(session: Session, wanted: string): readonly string[] {
  return phasesOf(session).flatMap(({ status, state }) => (state === wanted ? [status] : []));
}

const step = { status: 'done', attempts: 1, startedAt: minutes(-9), message: '' } as const;

test('a session on its way has its phases behind it and before it', () => {
  const running = aSession({
    status: 'running',
    startedAt: minutes(-5),
    progress: { instantiate: { import_lab: step } },
  });
  expect(inState(running, 'done')).toEqual(['pending', 'scheduled', 'instantiating', 'ready']);
  expect(inState(running, 'current')).toEqual(['running']);
  expect(inState(running, 'waiting')).toEqual(['collecting', 'grading', 'stopping', 'archived']);
});

test('what failed while it was prepared was never ready, run, collected or graded', () => {
  const failed = aSession({ status: 'archived', progress: { instantiate: { import_lab: step } } });
  expect(inState(failed, 'skipped')).toEqual(['ready', 'running', 'collecting', 'grading']);
  expect(inState(failed, 'done')).toEqual(['pending', 'scheduled', 'instantiating', 'stopping']);
});

test('what never had a place has no way to show', () => {
  expect(phasesOf(aSession({ status: 'expired' }))).toEqual([]);
});
