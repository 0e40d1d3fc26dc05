import { type Instant, unreachable } from '../../kernel/index.ts';
import { withOutput } from './gradings.ts';
import type { SessionStatus } from './lifecycle.ts';
import type { PipelineName, StepState } from './pipelines.ts';
import type { Session, SessionEvent } from './session.ts';

/** What the session is after the event. It never refuses: what was committed has happened. */
export function evolveSession(session: Session | undefined, event: SessionEvent): Session {
  if (event.type === 'SessionBooked') return booked(event);
  if (session === undefined) throw new Error(`${event.type} before SessionBooked`);
  const { at } = event;
  switch (event.type) {
    case 'SessionVerdictGiven':
      return { ...session, verdict: event.verdict, reason: event.verdict.summary };
    case 'SessionScheduled':
      return { ...to(session, 'scheduled', { reason: event.placement.why, at }), ...scheduled(event) };
    case 'SessionReservationRefused':
      return { ...session, refusedReservations: [...session.refusedReservations, event.reservationId] };
    case 'SessionInstantiationStarted':
      return to(session, 'instantiating', { reason: 'the lab is brought up', at });
    case 'SessionStepStarted':
    case 'SessionStepDone':
    case 'SessionStepSkipped':
    case 'SessionStepFailed':
      return stepped(session, event);
    case 'SessionReady':
      return { ...to(session, 'ready', { reason: 'waits for the candidate', at }), readyAt: at };
    case 'SessionStarted':
      return { ...to(session, 'running', { reason: 'the candidate is at work', at }), startedAt: at };
    case 'SessionCollectionStarted':
      // The end collects and grades anyway.
      return { ...to(session, 'collecting', { reason: event.reason, at }), endedAt: at, regrade: undefined };
    case 'SessionGradingStarted':
      return to(session, 'grading', { reason: 'the evidence is graded', at });
    case 'SessionStopping':
      return { ...to(session, 'stopping', { reason: event.outcome.reason, at }), outcome: event.outcome };
    case 'SessionRegradeAsked':
    case 'SessionRegradeSettled':
    case 'SessionScoreSubmitted':
    case 'SessionScoreLocked':
      return graded(session, event);
    case 'SessionStopped':
      return to(session, 'stopped', { reason: 'everything was given back', at });
    case 'SessionArchived':
      return to(session, 'archived', { reason: session.outcome?.reason ?? 'done', at });
    case 'SessionEnded':
      return {
        ...to(session, event.status, { reason: event.reason, at }),
        outcome: { result: event.status, reason: event.reason },
      };
    default:
      return unreachable(event);
  }
}

function booked({ type: _, by, at, ...asked }: Extract<SessionEvent, { type: 'SessionBooked' }>): Session {
  return {
    ...asked,
    bookedBy: by,
    bookedAt: at,
    status: 'pending',
    statusSince: at,
    reason: 'waits for the scheduler',
    refusedReservations: [],
    progress: {},
  };
}

function scheduled(event: Extract<SessionEvent, { type: 'SessionScheduled' }>): Partial<Session> {
  const { timeslot, placement, verdict } = event;
  return { timeslot, placement, verdict };
}

type GradingEvent = Extract<SessionEvent, { type: `SessionRegrade${string}` | `SessionScore${string}` }>;

function graded(session: Session, event: GradingEvent): Session {
  const { at } = event;
  switch (event.type) {
    case 'SessionRegradeAsked': {
      const { regrade: _done, ...progress } = session.progress;
      return { ...session, regrade: { ...event.order, at }, regradeFailure: undefined, progress };
    }
    case 'SessionRegradeSettled':
      return { ...session, regrade: undefined, regradeFailure: event.failure };
    case 'SessionScoreSubmitted':
      return { ...session, review: { state: 'submitted', by: event.by, at } };
    case 'SessionScoreLocked':
      return { ...session, review: { state: 'locked', by: event.by, at } };
    default:
      return unreachable(event);
  }
}

function to(session: Session, status: SessionStatus, { reason, at }: { reason: string; at: Instant }): Session {
  return { ...session, status, statusSince: at, reason };
}

type StepEvent = Extract<SessionEvent, { step: string }>;

const statusAfter = {
  SessionStepStarted: 'running',
  SessionStepDone: 'done',
  SessionStepSkipped: 'skipped',
  SessionStepFailed: 'failed',
} as const satisfies Record<StepEvent['type'], StepState['status']>;

function stepped(session: Session, event: StepEvent): Session {
  const before = session.progress[event.pipeline]?.[event.step];
  const step = stepAfter(before, event);
  const progress = withStep(session, event, step);
  const output = event.type === 'SessionStepDone' ? withOutput(session, event.output, event.at) : {};
  return { ...session, progress, ...output };
}

function stepAfter(before: StepState | undefined, { type, message, at }: StepEvent): StepState {
  const status = statusAfter[type];
  const attempts = (before?.attempts ?? 0) + (type === 'SessionStepStarted' ? 1 : 0);
  const startedAt: Instant = type === 'SessionStepStarted' ? at : (before?.startedAt ?? at);
  return { status, attempts, startedAt, message, ...(type !== 'SessionStepStarted' && { endedAt: at }) };
}

function withStep(
  session: Session,
  { pipeline, step: name }: { pipeline: PipelineName; step: string },
  step: StepState,
): Session['progress'] {
  return { ...session.progress, [pipeline]: { ...session.progress[pipeline], [name]: step } };
}
