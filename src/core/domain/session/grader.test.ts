import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { aSession, minute } from '../testing/index.ts';
import type { SessionDecision } from './decide.ts';
import { evolveSession, nextGraderTry, reportSession, type Session, skipStep, terminate } from './index.ts';

const at = instant(1_780_000_000_000);
const later = instant(at + 10 * minute);
const away = { since: at, reason: 'it cannot be reached', engine: 'external' } as const;
const step = { status: 'running', attempts: 2, startedAt: at, message: 'attempt 2 of 5' } as const;
const grading = aSession({ status: 'grading', evidenceKey: 'e', progress: { grade: { evaluate: step } } });

function after(session: Session, decided: SessionDecision): Session {
  if (!decided.ok) throw new Error(decided.rejection.code);
  return decided.value.reduce<Session>((before, event) => evolveSession(before, event), session);
}

const waiting = after(grading, reportSession(grading, { type: 'grader-away', ...away }, at));
const deferred = after(waiting, reportSession(waiting, { type: 'grading-deferred', reason: away.reason }, later));

describe('an engine that is away', () => {
  test('is noted once, and only where something is to be graded', () => {
    expect(waiting.graderAway).toEqual(away);
    expect(reportSession(waiting, { type: 'grader-away', ...away }, later)).toMatchObject({ value: [] });
    const running = aSession({ status: 'running' });
    expect(reportSession(running, { type: 'grader-away', ...away }, at)).toMatchObject({ value: [] });
  });

  test('has cost the step no time when it is back', () => {
    const back = after(waiting, reportSession(waiting, { type: 'grader-back' }, later));
    expect(back.graderAway).toBeUndefined();
    expect(back.progress.grade?.['evaluate']).toEqual({ ...step, startedAt: later });
    expect(reportSession(back, { type: 'grader-back' }, later)).toMatchObject({ value: [] });
  });

  test('is nobody’s matter once the session ends otherwise', () => {
    expect(after(waiting, terminate(waiting, 'enough', later)).graderAway).toBeUndefined();
    const of = { pipeline: 'grade', step: 'evaluate' } as const;
    const left = after(waiting, skipStep(waiting, of, { by: 'mia', reason: 'a rehearsal', at: later }));
    expect(left).toMatchObject({ status: 'stopping', graderAway: undefined });
    expect(left.regrade).toBeUndefined();
  });
});

describe('a grading that is put off', () => {
  test('lets the session go on to its clean-up, and is still to be done', () => {
    expect(deferred).toMatchObject({
      status: 'stopping',
      outcome: { result: 'completed' },
      regrade: { cause: 'end', by: grading.id, rulesOf: grading.definition.id, at: later },
      graderAway: away,
    });
    expect(deferred.progress.grade?.['evaluate']).toMatchObject({ status: 'skipped' });
  });

  test('is put off from grading alone', () => {
    for (const status of ['running', 'collecting', 'stopping', 'archived'] as const) {
      const session = aSession({ status });
      expect(reportSession(session, { type: 'grading-deferred', reason: '' }, at)).toMatchObject({ value: [] });
    }
  });
});

test('tries are further and further apart, known by the clock alone, and never over', () => {
  const tries = [at];
  for (let count = 0; count < 9; count += 1) tries.push(nextGraderTry(away, instant(tries.at(-1) ?? at)));
  const pauses = tries.slice(1).map((each, index) => (each - (tries[index] ?? each)) / 1000);
  expect(pauses).toEqual([15, 30, 60, 120, 240, 300, 300, 300, 300]);
});
