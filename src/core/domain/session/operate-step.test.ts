import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { aSession, testNow as at, minute } from '../testing/index.ts';
import {
  evolveSession,
  type PipelineName,
  pipelines,
  retryStep,
  type Session,
  type SessionDecision,
  type StepState,
  skipStep,
  stepsOf,
} from './index.ts';

const asked = { by: 'ana', reason: 'CML was restarted', at: instant(at + minute) };

function stands(status: StepState['status'], attempts = 3): StepState {
  return { status, attempts, startedAt: at, endedAt: at, message: 'refused' };
}

function after(session: Session, decision: SessionDecision): Session {
  return decision.ok ? decision.value.reduce(evolveSession, session) : session;
}

function codeOf(decision: SessionDecision): string | undefined {
  return decision.ok ? undefined : decision.rejection.code;
}

describe('a step that an operator has tried again', () => {
  const session = aSession({ status: 'instantiating', progress: { instantiate: { import_lab: stands('failed') } } });
  const of = { pipeline: 'instantiate', step: 'import_lab' } as const;

  test.each(['failed', 'running'] as const)('begins at once with its attempts anew when it is %s', (status) => {
    const waits = { ...session, progress: { instantiate: { import_lab: stands(status) } } };
    const { progress } = after(waits, retryStep(waits, of, asked));
    expect(progress.instantiate?.['import_lab']).toEqual({
      status: 'running',
      attempts: 1,
      startedAt: asked.at,
      message: asked.reason,
    });
  });

  test('says why not when it is done, has not begun, or is not a step of what goes on', () => {
    const done = { ...session, progress: { instantiate: { import_lab: stands('done') } } };
    expect(codeOf(retryStep(done, of, asked))).toBe('session.step-settled');
    expect(codeOf(retryStep(session, { ...of, step: 'start_lab' }, asked))).toBe('session.step-not-begun');
    expect(codeOf(retryStep(session, { ...of, step: 'dance' }, asked))).toBe('session.no-such-step');
    expect(codeOf(retryStep(session, { pipeline: 'grade', step: 'evaluate' }, asked))).toBe('session.other-pipeline');
    expect(codeOf(retryStep({ ...session, status: 'running' }, of, asked))).toBe('session.wrong-state');
  });
});

describe('a step that an operator skips', () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its names
  const names = Object.keys(pipelines) as PipelineName[];
  const statusOf = {
    instantiate: 'instantiating',
    deliver: 'ready',
    collect: 'collecting',
    grade: 'grading',
    regrade: 'running',
    teardown: 'stopping',
    reset: 'running',
    restore: 'running',
  } as const satisfies Record<PipelineName, Session['status']>;
  const rulesOf = aSession().definition.id;
  const causeOf: Partial<Record<PipelineName, 'reset' | 'worker-lost'>> = { reset: 'reset', restore: 'worker-lost' };

  test('is left out exactly when the table says what that means', () => {
    for (const pipeline of names) {
      for (const [step, { skippable }] of Object.entries(stepsOf(pipeline))) {
        const cause = causeOf[pipeline];
        const suspensions = cause === undefined ? [] : [{ from: at, cause, reason: 'asked' }];
        const regrade = pipeline === 'regrade' ? ({ cause: 'regrade', by: 'ana', rulesOf, at } as const) : undefined;
        const deliveryDue = pipeline === 'deliver' ? { since: at, reason: 'it is away' } : undefined;
        const session = aSession({ status: statusOf[pipeline], suspensions, regrade, deliveryDue, progress: {} });
        const answer = skipStep(session, { pipeline, step }, asked);
        expect([pipeline, step, answer.ok]).toEqual([pipeline, step, skippable !== undefined]);
      }
    }
  });

  test('lets the session go on, with who did it and why', () => {
    const session = aSession({ status: 'grading', progress: { grade: { evaluate: stands('failed') } } });
    const decision = skipStep(session, { pipeline: 'grade', step: 'evaluate' }, asked);
    expect(decision.ok && decision.value).toMatchObject([
      { type: 'SessionStepSkipped', by: 'ana', message: asked.reason },
      { type: 'SessionStopping', outcome: { result: 'completed' } },
    ]);
    expect(after(session, decision).status).toBe('stopping');
  });
});
