import { DefinitionId } from '@lcm/core/domain/definition';
import { SessionId } from '@lcm/core/domain/session';
import type { Session } from '../lib/views.ts';
import { prepared, step } from './fixture-steps.ts';

type At = (minutes: number) => string;

/** Graded at its end by us, and once more by the engine outside. */
export function gradings(at: At): NonNullable<Session['gradings']> {
  const score = { maxPoints: 20, cutScore: 65, reportKey: 'report' };
  const external = { name: 'external', version: '2.4' } as const;
  return [
    {
      number: 1,
      cause: 'end',
      by: 'ses_4',
      at: at(-238),
      score: { ...score, points: 12, percent: 60, result: 'fail', rulesVersion: '1.0.0' },
    },
    {
      number: 2,
      cause: 'regrade',
      by: 'mia',
      at: at(-30),
      score: { ...score, points: 14, percent: 70, result: 'pass', rulesVersion: '3/1', engine: external },
    },
  ];
}

/** Everything of it is over but its grading, for which the engine outside is missing. */
export function ungraded(at: At): Partial<Session> {
  return {
    id: SessionId.parse('ses_ungraded'),
    name: 'Monday noon',
    status: 'archived',
    statusSince: at(-30),
    timeslot: { start: at(-100), end: at(-40) },
    startedAt: at(-98),
    endedAt: at(-40),
    reason: 'collected, to be graded later',
    outcome: { result: 'completed', reason: 'collected, to be graded later' },
    evidenceKey: 'evidence',
    regrade: { cause: 'end', by: 'ses_ungraded', at: at(-36), rulesOf: DefinitionId.parse('def_1') },
    graderAway: { since: at(-38), reason: 'the grading engine cannot be reached', engine: 'external' },
    progress: {
      instantiate: prepared(at),
      grade: { evaluate: { ...step(at, 'done', [-38, -36]), status: 'skipped' } },
      regrade: {
        collect_again: { ...step(at, 'done', [-31, -31]), status: 'skipped' },
        grade_again: { ...step(at, 'running', [-31]), message: 'begun' },
      },
    },
  };
}
