import type { SessionView } from '@lcm/core/contracts/session';
import {
  currentPipeline,
  type PipelineName,
  runnableSteps,
  type SessionReport,
  type SessionStatus,
  type StepSpec,
  type StepState,
  stepsOf,
} from '@lcm/core/domain/session';
import { type Instant, instant } from '@lcm/core/kernel';

/** The next thing to do about a session. */
export type Plan =
  | { readonly do: 'nothing' }
  | { readonly do: 'wait'; readonly until: Instant; readonly because: string }
  | { readonly do: 'report'; readonly report: SessionReport }
  /** Its time is up and nobody is known to have begun; only the delivery system can tell. */
  | { readonly do: 'ask-whether-begun'; readonly end: Instant }
  | Work;

/** Steps that are under way: each handler looks how far it is, or brings it on. */
export interface Work {
  readonly do: 'work';
  readonly pipeline: PipelineName;
  readonly steps: readonly string[];
  /** When the next time-out or retry is due, whatever the handlers say. */
  readonly until: Instant | undefined;
}

const aYear = 365 * 86_400;
const asapPatienceMs = 24 * 60 * 60_000;

/** Pure: where the session stands and what time it is; what to do next. */
export function planSession(session: SessionView, at: Instant): Plan {
  const byClock = deadlines[session.status]?.(session, at);
  if (isDue(byClock) || currentPipeline(session) === undefined) return byClock ?? { do: 'nothing' };
  return sooner(planPipeline(session, at) ?? { do: 'nothing' }, byClock);
}

function isDue(plan: Plan | undefined): plan is Extract<Plan, { do: 'report' | 'ask-whether-begun' }> {
  return plan?.do === 'report' || plan?.do === 'ask-whether-begun';
}

/** A pipeline beside a deadline: it is looked at again when either is due. */
function sooner(plan: Plan, deadline: Plan | undefined): Plan {
  if (deadline?.do !== 'wait' || isDue(plan)) return plan;
  if (plan.do === 'nothing' || plan.until === undefined) return plan.do === 'work' ? plan : deadline;
  return plan.until <= deadline.until ? plan : { ...plan, until: deadline.until };
}

type Rule = (session: SessionView, at: Instant) => Plan | undefined;

/** What the clock alone decides in each state. */
const deadlines: Partial<Record<SessionStatus, Rule>> = {
  pending: planPending,
  scheduled({ timeslot, placement }, at) {
    if (timeslot && at >= timeslot.end) return ended('expired', 'its time was over before it could begin');
    return by(placement?.from, at, { report: { type: 'instantiation-started' }, because: 'its place is reserved' });
  },
  instantiating({ timeslot }, at) {
    const late = timeslot !== undefined && at >= timeslot.end;
    return late ? ended('failed', 'the lab was not ready before its time was over') : undefined;
  },
  ready({ timeslot }, at) {
    if (timeslot === undefined) return undefined;
    const { end } = timeslot;
    if (at >= end) return { do: 'ask-whether-begun', end };
    return { do: 'wait', until: end, because: 'waits for the candidate' };
  },
  running: ({ timeslot }, at) =>
    by(timeslot?.end, at, {
      report: { type: 'delivery-ended', reason: 'time is up' },
      because: 'the candidate is at work',
    }),
};

/**
 * A start that has passed cannot be kept any more, so a session without a place ends there. As soon as possible means some
 * day soon: whoever has waited for so long without a place has made other plans.
 */
function planPending({ wanted, bookedAt, verdict }: SessionView, at: Instant): Plan {
  const { start } = wanted;
  const over = start ?? instant(bookedAt + asapPatienceMs);
  const words = start === undefined ? 'no place was found for it within a day' : 'no place was found before its start';
  const late = ended('expired', verdict === undefined ? words : `${words}: ${verdict.summary}`);
  return by(over, at, { ...late, because: 'waits for the scheduler' }) ?? late;
}

function ended(outcome: 'expired' | 'failed', reason: string): Extract<Plan, { do: 'report' }> {
  return { do: 'report', report: { type: 'ended', outcome, reason } };
}

function by(
  due: Instant | undefined,
  at: Instant,
  { report, because }: { readonly report: SessionReport; readonly because: string },
): Plan | undefined {
  if (due === undefined) return undefined;
  return at >= due ? { do: 'report', report } : { do: 'wait', until: due, because };
}

/** How one step stands: to be started, looked at, given up for now, or left alone until its retry. */
type Due =
  | { readonly kind: 'report'; readonly report: SessionReport }
  | { readonly kind: 'run'; readonly until: Instant }
  | { readonly kind: 'rest'; readonly until: Instant; readonly because: string };

function planPipeline(session: SessionView, at: Instant): Plan | undefined {
  const pipeline = currentPipeline(session);
  if (pipeline === undefined) return undefined;
  if (session.wish?.kind === 'replace') return waitsForPlace(session);
  const progress = session.progress[pipeline] ?? {};
  const dues = runnableSteps(pipeline, progress).map((step) => {
    const spec = specOf(session, { pipeline, step });
    if (spec === undefined) throw new Error(`${pipeline} has no step ${step}`);
    return { step, due: dueOf({ pipeline, step, spec }, progress[step], at) };
  });
  for (const { due } of dues) if (due.kind === 'report') return { do: 'report', report: due.report };
  return planSteps(pipeline, dues);
}

/** Of a step that waits for a grading engine only the waiting ends: by an answer, or by somebody who skips it. */
function specOf({ graderAway }: SessionView, { pipeline, step }: Omit<OfStep, 'spec'>): StepSpec | undefined {
  const spec = stepsOf(pipeline)[step];
  if (spec === undefined || graderAway === undefined) return spec;
  return pipeline === 'grade' || pipeline === 'regrade' ? { ...spec, timeoutSeconds: aYear } : spec;
}

/** Its last look is at its end, and whatever the scheduler answers wakes it before. */
function waitsForPlace({ timeslot }: SessionView): Plan {
  if (timeslot === undefined) return { do: 'nothing' };
  return { do: 'wait', until: timeslot.end, because: 'waits for another place' };
}

function planSteps(pipeline: PipelineName, dues: readonly { readonly step: string; readonly due: Due }[]): Plan {
  const steps = dues.flatMap(({ step, due }) => (due.kind === 'run' ? [step] : []));
  const times = dues.flatMap(({ due }) => (due.kind === 'report' ? [] : [due.until]));
  const until = times.toSorted((a, b) => a - b)[0];
  if (steps.length > 0) return { do: 'work', pipeline, steps, until };
  const resting = dues.flatMap(({ due }) => (due.kind === 'rest' ? [due.because] : []));
  return until === undefined ? { do: 'nothing' } : { do: 'wait', until, because: resting.join('; ') };
}

interface OfStep {
  readonly pipeline: PipelineName;
  readonly step: string;
  readonly spec: StepSpec;
}

function dueOf({ pipeline, step, spec }: OfStep, state: StepState | undefined, at: Instant): Due {
  if (state === undefined) return starts({ pipeline, step, spec }, 1);
  if (state.status === 'running') {
    const until = instant(state.startedAt + spec.timeoutSeconds * 1000);
    if (at < until) return { kind: 'run', until };
    const message = `took longer than ${spec.timeoutSeconds} s`;
    return { kind: 'report', report: failure({ pipeline, step, spec }, state, message) };
  }
  const until = instant((state.endedAt ?? state.startedAt) + spec.retryAfterSeconds * 1000);
  if (at >= until) return starts({ pipeline, step, spec }, state.attempts + 1);
  return { kind: 'rest', until, because: `${step} is tried again: ${state.message}` };
}

function starts({ pipeline, step, spec }: OfStep, attempt: number): Due {
  const message = attempt === 1 ? 'begun' : `attempt ${attempt}${spec.attempts > 0 ? ` of ${spec.attempts}` : ''}`;
  return { kind: 'report', report: { type: 'step-started', pipeline, step, message } };
}

/** An attempt that failed; the last one that the table allows is final. */
export function failure(
  { pipeline, step, spec }: OfStep,
  { attempts }: Pick<StepState, 'attempts'>,
  message: string,
): SessionReport {
  const final = spec.attempts > 0 && attempts >= spec.attempts;
  return { type: 'step-failed', pipeline, step, message, final };
}
