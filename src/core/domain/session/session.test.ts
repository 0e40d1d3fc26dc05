import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { aReservation, aSession, testNow as at, minute } from '../testing/index.ts';
import { WorkerId } from '../worker/index.ts';
import {
  currentPipeline,
  evolveSession,
  giveVerdict,
  isFinal,
  type PipelineName,
  pipelineDone,
  pipelines,
  refuseReservation,
  reportSession,
  runnableSteps,
  type Session,
  type SessionDecision,
  type SessionEvent,
  type SessionReport,
  type SessionStatus,
  schedule,
  sessionTransitions,
  stepsOf,
  terminate,
  type Verdict,
} from './index.ts';

const verdict: Verdict = { decidedAt: at, placed: true, summary: 'fits', workers: [], wouldHelp: [] };
const { id: reservationId, from, until } = aReservation();
const placement = {
  workerId: WorkerId.parse('wkr_1'),
  workerName: 'w1',
  reservationId,
  from,
  until,
  ports: {},
  why: 'it fits',
};
const place = { placement, timeslot: { start: at, end: until }, verdict };

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its statuses
const statuses = Object.keys(sessionTransitions) as SessionStatus[];

function next(status: SessionStatus): readonly SessionStatus[] {
  return sessionTransitions[status];
}

function after(session: Session, decision: SessionDecision): Session {
  return decision.ok ? decision.value.reduce(evolveSession, session) : session;
}

describe('the lifecycle', () => {
  test('leads from every state to an end', () => {
    const ends = (status: SessionStatus, seen: readonly SessionStatus[]): boolean =>
      isFinal({ status }) || next(status).some((to) => !seen.includes(to) && ends(to, [...seen, to]));
    for (const status of statuses) expect(ends(status, [status])).toBe(true);
  });

  test('leaves every state in which something may exist outside through stopping', () => {
    const outside = statuses.filter((each) => each !== 'pending' && each !== 'stopped' && !isFinal({ status: each }));
    for (const status of outside) {
      expect(next(status)).toContain(status === 'stopping' ? 'stopped' : 'stopping');
      expect(next(status).some((to) => isFinal({ status: to }))).toBe(false);
    }
  });

  test('holds event by event whatever is decided and reported, and saying it twice changes nothing', () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 80 }), (script) => {
        let session = aSession();
        for (const act of script) {
          const decision = act(session);
          for (const event of decision.ok ? decision.value : []) session = legally(session, event);
          const again = act(session);
          expect(decision.ok && again.ok ? after(session, again) : session).toEqual(session);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('an end that came is the end', () => {
    fc.assert(
      fc.property(acts, fc.constantFrom('archived', 'terminated', 'expired', 'failed'), (act, status) => {
        const session = aSession({ status });
        const decision = act(session);
        expect(decision.ok ? decision.value : []).toEqual([]);
      }),
    );
  });
});

function legally(session: Session, event: SessionEvent): Session {
  const changed = evolveSession(session, event);
  if (changed.status !== session.status) expect(next(session.status)).toContain(changed.status);
  return changed;
}

type Act = (session: Session) => SessionDecision;

const stepReports = (
  session: Session,
  pick: number,
  type: 'started' | 'done' | 'skipped' | 'failed',
): SessionReport => {
  const pipeline = currentPipeline(session) ?? 'instantiate';
  const steps = runnableSteps(pipeline, session.progress[pipeline] ?? {});
  const of = { pipeline, step: steps[pick % Math.max(1, steps.length)] ?? 'import_lab', message: 'so' };
  if (type === 'done') return { type: 'step-done', ...of, output: {} };
  if (type === 'failed') return { type: 'step-failed', ...of, final: pick > 12 };
  return { type: type === 'started' ? 'step-started' : 'step-skipped', ...of };
};

const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.nat(15), fc.constantFrom('started', 'done', 'done', 'skipped', 'failed' as const))
      .map(([pick, type]) => said((session) => stepReports(session, pick, type))),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Act>(
      (session) => schedule(session, place, at),
      (session) => refuseReservation(session, reservationId, at),
      (session) => giveVerdict(session, { ...verdict, placed: false }, at),
      (session) => reportSession(session, { type: 'instantiation-started' }, at),
      (session) => reportSession(session, { type: 'delivery-started' }, at),
      (session) => reportSession(session, { type: 'delivery-ended', reason: 'finished' }, at),
      (session) => reportSession(session, { type: 'host-taken', reason: 'forced' }, at),
      (session) => reportSession(session, { type: 'lab-down', reason: 'its host was stopped' }, at),
      (session) => reportSession(session, { type: 'lab-up', reason: 'every node is up' }, at),
    ),
  },
  fc.constantFrom<Act>(
    (session) => reportSession(session, { type: 'ended', outcome: 'expired', reason: 'late' }, at),
    (session) => terminate(session, 'enough', at),
  ),
);

/** The same report both times: what it is about is settled when it is made. */
function said(make: (session: Session) => SessionReport): Act {
  let report: SessionReport | undefined;
  return (session) => {
    report ??= make(session);
    return reportSession(session, report, at);
  };
}

function done(step: string): SessionReport {
  return { type: 'step-done', pipeline: 'instantiate', step, message: '', output: {} };
}

function gaveUp(pipeline: PipelineName, step: string): SessionReport {
  return { type: 'step-failed', pipeline, step, message: 'no answer', final: true };
}

describe('pipelines', () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its names
  const names = Object.keys(pipelines) as PipelineName[];

  test.each(names)('%s ends in whatever order its steps do, each only after what it needs', (name) => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(20)), (picks) => {
        const progress: Record<string, { status: 'done'; attempts: 1; startedAt: typeof at; message: string }> = {};
        for (let steps = runnableSteps(name, progress); steps.length > 0; steps = runnableSteps(name, progress)) {
          const step = steps[(picks.next().value ?? 0) % steps.length] ?? '';
          expect(Object.keys(progress)).toEqual(expect.arrayContaining([...(stepsOf(name)[step]?.needs ?? [])]));
          expect(pipelineDone(name, progress)).toBe(false);
          progress[step] = { status: 'done', attempts: 1, startedAt: at, message: '' };
        }
        expect(pipelineDone(name, progress)).toBe(true);
      }),
    );
  });

  test('a step of another pipeline is refused, so that a late answer moves nothing', () => {
    const late: SessionReport = {
      type: 'step-done',
      pipeline: 'instantiate',
      step: 'start_lab',
      message: '',
      output: {},
    };
    expect(reportSession(aSession({ status: 'stopping' }), late, at)).toEqual({
      ok: false,
      rejection: { code: 'session.other-pipeline', status: 'stopping' },
    });
  });

  test('the last step of the instantiation makes the session ready in the same commit', () => {
    const session = Object.keys(pipelines.instantiate).reduce(
      (before, step) => after(before, reportSession(before, done(step), at)),
      aSession({ status: 'instantiating' }),
    );
    expect(session).toMatchObject({ status: 'ready', readyAt: at });
  });

  test('a step that gave up fails the session, but a clean-up is tried for ever', () => {
    const failing = aSession({ status: 'instantiating' });
    expect(after(failing, reportSession(failing, gaveUp('instantiate', 'import_lab'), at))).toMatchObject({
      status: 'stopping',
      outcome: { result: 'failed', reason: 'instantiate failed: no answer' },
    });
    const stopping = aSession({ status: 'stopping' });
    expect(after(stopping, reportSession(stopping, gaveUp('teardown', 'stop_lab'), at)).status).toBe('stopping');
  });

  test('an attempt begins once however often it is said, and another one after it failed', () => {
    const started: SessionReport = { type: 'step-started', pipeline: 'grade', step: 'evaluate', message: 'begun' };
    const failed: SessionReport = { ...started, type: 'step-failed', final: false };
    const reports = [started, started, failed, failed, started];
    const session = reports.reduce(
      (before, seen) => after(before, reportSession(before, seen, at)),
      aSession({ status: 'grading' }),
    );
    expect(session.progress.grade?.['evaluate']).toMatchObject({ status: 'running', attempts: 2 });
  });
});

describe('a place', () => {
  test('is taken once, and a reservation that was refused never', () => {
    const scheduled = after(aSession(), schedule(aSession(), place, at));
    expect(schedule(scheduled, place, at)).toEqual({ ok: true, value: [] });
    const closed = after(aSession(), refuseReservation(aSession(), reservationId, at));
    expect(schedule(closed, place, at)).toMatchObject({ rejection: { code: 'session.reservation-refused' } });
  });

  test('that the session took cannot be refused under it', () => {
    const scheduled = after(aSession(), schedule(aSession(), place, at));
    expect(refuseReservation(scheduled, reservationId, at)).toMatchObject({ ok: false });
  });
});

describe('a session that waits', () => {
  const refused: Verdict = {
    ...verdict,
    placed: false,
    earliestStart: instant(at + 25 * minute),
    summary: 'not possible at 09:00; the earliest start is 09:25',
    workers: [{ workerId: placement.workerId, name: 'w1', fits: false, short: {}, obstacles: ['it needs 25 min'] }],
  };
  const waiting = after(aSession(), giveVerdict(aSession(), refused, at));
  const later = (ms: number, more: Partial<Verdict> = {}): SessionDecision => {
    const decidedAt = instant(at + ms);
    const moved = { ...refused, decidedAt, earliestStart: instant(at + 25 * minute + ms), summary: `later by ${ms}` };
    return giveVerdict(waiting, { ...moved, ...more }, decidedAt);
  };

  test('is not told again what only moved with the clock, until that is old', () => {
    expect(later(minute)).toEqual({ ok: true, value: [] });
    expect(later(5 * minute)).toMatchObject({ value: [{ type: 'SessionVerdictGiven' }] });
  });

  test('is told at once when anything else changed', () => {
    expect(later(1, { workers: [] })).toMatchObject({ value: [{ type: 'SessionVerdictGiven' }] });
    expect(later(1, { earliestStart: undefined })).toMatchObject({ value: [{ type: 'SessionVerdictGiven' }] });
  });

  test('can be ended by its owner or an operator, and has left nothing behind', () => {
    expect(after(waiting, terminate(waiting, 'changed plans', at))).toMatchObject({
      status: 'terminated',
      outcome: { result: 'terminated', reason: 'changed plans' },
    });
  });
});
