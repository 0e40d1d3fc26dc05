import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DefinitionId } from '../definition/index.ts';
import { aSession, testNow as at } from '../testing/index.ts';
import {
  askRegrade,
  currentPipeline,
  evolveSession,
  lockScore,
  reportSession,
  type Score,
  type Session,
  type SessionDecision,
  type SessionStatus,
  sessionTransitions,
  submitScore,
} from './index.ts';

const rulesOf = DefinitionId.parse('def_1');
const order = { cause: 'regrade', by: 'mia', rulesOf } as const;
const score: Score = { points: 5, maxPoints: 10, percent: 50, cutScore: 80, result: 'fail', reportKey: 'first' };

function after(session: Session, decision: SessionDecision): Session {
  return decision.ok ? decision.value.reduce(evolveSession, session) : session;
}

function graded(session: Session, given: Score): Session {
  const skipped = { type: 'step-skipped', pipeline: 'regrade', step: 'collect_again', message: '' } as const;
  const done = {
    type: 'step-done',
    pipeline: 'regrade',
    step: 'grade_again',
    message: '',
    output: { score: given },
  } as const;
  const read = after(session, reportSession(session, skipped, at));
  return after(read, reportSession(read, done, at));
}

const ended: Session = evolveSession(
  { ...aSession(), status: 'grading', evidenceKey: 'evidence', score: undefined },
  { type: 'SessionStepDone', pipeline: 'grade', step: 'evaluate', message: '', output: { score }, at },
);
const archived: Session = { ...ended, status: 'archived' };

test('the grading at the end is the first, and no person asked for it', () => {
  expect(archived.gradings).toMatchObject([
    { number: 1, cause: 'end', by: archived.id, evidenceKey: 'evidence', score },
  ]);
});

test('a regrading adds one and leaves the first as it was', () => {
  const asked = after(archived, askRegrade(archived, order, at));
  expect([currentPipeline(archived), currentPipeline(asked)]).toEqual([undefined, 'regrade']);
  const better = { ...score, points: 9, reportKey: 'second' };
  const again = graded(asked, better);
  expect(again).toMatchObject({ status: 'archived', score: better, regrade: undefined });
  expect(again.gradings).toMatchObject([
    { number: 1, score },
    { number: 2, cause: 'regrade', by: 'mia', score: better },
  ]);
});

test('asked twice it is one order; somebody else waits', () => {
  const asked = after(archived, askRegrade(archived, order, at));
  expect(askRegrade(asked, order, at)).toEqual({ ok: true, value: [] });
  expect(askRegrade(asked, { ...order, by: 'otto' }, at)).toMatchObject({
    rejection: { code: 'session.regrade-under-way', by: 'mia' },
  });
  expect(lockScore(asked, 'mia', at)).toMatchObject({ rejection: { code: 'session.regrade-under-way' } });
});

test('a regrading that fails for good leaves the score and says why', () => {
  const asked = after(archived, askRegrade(archived, order, at));
  const failure = {
    type: 'step-failed',
    pipeline: 'regrade',
    step: 'collect_again',
    message: 'gone',
    final: true,
  } as const;
  const failed = after(asked, reportSession(asked, failure, at));
  expect(failed).toMatchObject({ status: 'archived', score, regrade: undefined, regradeFailure: 'gone' });
  expect(after(failed, askRegrade(failed, order, at))).toMatchObject({ regradeFailure: undefined, regrade: order });
});

test('a new grading takes a submission back, a lock ends it all', () => {
  const submitted = after(archived, submitScore(archived, 'mia', at));
  expect(submitted.review).toEqual({ state: 'submitted', by: 'mia', at });
  const again = graded(after(submitted, askRegrade(submitted, order, at)), score);
  expect(again.review).toBeUndefined();
  const locked = after(again, lockScore(again, 'ada', at));
  expect(askRegrade(locked, order, at)).toMatchObject({ rejection: { code: 'session.score-locked', by: 'ada' } });
  expect(submitScore(locked, 'mia', at)).toEqual({ ok: true, value: [] });
});

test.each([
  ['without evidence', { ...archived, evidenceKey: undefined }, 'session.no-evidence'],
  [
    'fifty times',
    { ...archived, gradings: Array.from({ length: 50 }, () => archived.gradings?.[0] ?? never()) },
    'session.too-many-gradings',
  ],
] as const)('a session is not graded again %s', (_, session, code) => {
  expect(askRegrade(session, order, at)).toMatchObject({ rejection: { code } });
});

test('a session without a score has nothing to submit or lock', () => {
  const none = { ...archived, score: undefined };
  expect(submitScore(none, 'mia', at)).toMatchObject({ rejection: { code: 'session.no-score' } });
  expect(lockScore(none, 'mia', at)).toMatchObject({ rejection: { code: 'session.no-score' } });
});

test('the end of a session takes the place of a reading that was asked for', () => {
  const running = { ...ended, status: 'running' as const };
  const asked = after(running, askRegrade(running, { ...order, cause: 'reread' }, at));
  expect(currentPipeline(asked)).toBe('regrade');
  const over = after(asked, reportSession(asked, { type: 'delivery-ended', reason: 'time is up' }, at));
  expect(over).toMatchObject({ status: 'collecting', regrade: undefined });
  expect(currentPipeline(over)).toBe('collect');
});

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its statuses
const statuses = Object.keys(sessionTransitions) as SessionStatus[];

test('whatever is tried in whatever order, a locked score stays, and no grading is ever lost', () => {
  const act = fc.constantFrom('regrade', 'reread', 'submit', 'lock', 'grade', 'fail');
  fc.assert(
    fc.property(
      fc.constantFrom(...statuses),
      fc.array(fc.tuple(act, fc.nat(10)), { maxLength: 20 }),
      (status, tries) => {
        let session: Session = { ...archived, status };
        for (const [what, points] of tries) {
          const before = session;
          session = tried(session, what, points);
          expect(session.gradings?.slice(0, before.gradings?.length)).toEqual(before.gradings);
          if (before.review?.state === 'locked') expect(session).toEqual(before);
          expect(session.status).toBe(status);
        }
      },
    ),
  );
});

function tried(session: Session, what: string, points: number): Session {
  const failure = {
    type: 'step-failed',
    pipeline: 'regrade',
    step: 'grade_again',
    message: 'no',
    final: true,
  } as const;
  switch (what) {
    case 'regrade':
    case 'reread':
      return after(session, askRegrade(session, { ...order, cause: what }, at));
    case 'submit':
      return after(session, submitScore(session, 'mia', at));
    case 'lock':
      return after(session, lockScore(session, 'mia', at));
    case 'grade':
      return graded(session, { ...score, points });
    default:
      return after(session, reportSession(session, failure, at));
  }
}

function never(): never {
  throw new Error('it has a grading');
}
