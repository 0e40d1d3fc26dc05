import { type Instant, unreachable } from '../../kernel/index.ts';
import { evolveAbsence } from './evolve-absence.ts';
import { type DeliveryEvent, evolveDelivery, isAboutDelivery } from './evolve-delivery.ts';
import { evolveWish, isAboutWish, type WishEvent } from './evolve-wish.ts';
import { evolveGrader, type GraderEvent, isAboutGrader, stillAwaited } from './grader.ts';
import { evolveGrading, withOutput } from './gradings.ts';
import { evolveKeeping } from './keep.ts';
import { type SessionStatus, sessionCan } from './lifecycle.ts';
import type { PipelineName, StepState } from './pipelines.ts';
import type { Session, SessionEvent } from './session.ts';
import { closedAt } from './suspensions.ts';

/** What the session is after the event. It never refuses: what was committed has happened. */
export function evolveSession(session: Session | undefined, event: SessionEvent): Session {
  if (event.type === 'SessionBooked') return booked(event);
  if (session === undefined) throw new Error(`${event.type} before SessionBooked`);
  if (isAboutWish(event)) return evolveWish(session, event);
  if (isAboutGrader(event)) return evolveGrader(session, event);
  return isAboutDelivery(event) ? evolveDelivery(session, event) : evolved(session, event);
}

type OtherEvent = Exclude<SessionEvent, { type: 'SessionBooked' } | WishEvent | DeliveryEvent | GraderEvent>;

function evolved(session: Session, event: OtherEvent): Session {
  const { at } = event;
  switch (event.type) {
    case 'SessionVerdictGiven':
      return { ...session, verdict: event.verdict, reason: event.verdict.summary };
    case 'SessionScheduled':
      return { ...to(session, 'scheduled', { reason: event.placement.why, at }), ...scheduled(event) };
    case 'SessionPlaceLost':
      return placeLost(session, event);
    case 'SessionReservationRefused':
      return { ...session, refusedReservations: [...session.refusedReservations, event.reservationId] };
    case 'SessionStepStarted':
    case 'SessionStepDone':
    case 'SessionStepSkipped':
    case 'SessionStepFailed':
    case 'SessionStepRetried':
      return stepped(session, event);
    case 'SessionLabDown':
    case 'SessionLabUp':
    case 'SessionResetStarted':
    case 'SessionHostLost':
    case 'SessionSuspended':
    case 'SessionResumed':
      return evolveAbsence(session, event);
    case 'SessionConfigurationsKept':
    case 'SessionEvidenceExpired':
    case 'SessionEvidenceRemoved':
      return evolveKeeping(session, event);
    case 'SessionFeedbackGiven':
      return { ...session, feedback: { rating: event.rating, comment: event.comment, at } };
    case 'SessionRegradeAsked':
    case 'SessionRegradeSettled':
    case 'SessionScoreSubmitted':
    case 'SessionScoreLocked':
      return evolveGrading(session, event);
    case 'SessionInstantiationStarted':
    case 'SessionReady':
    case 'SessionStarted':
    case 'SessionCollectionStarted':
    case 'SessionGradingStarted':
    case 'SessionStopping':
    case 'SessionStopped':
    case 'SessionArchived':
    case 'SessionEnded':
      return movedOn(session, event);
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

type PhaseEvent = Extract<
  SessionEvent,
  {
    type:
      | 'SessionInstantiationStarted'
      | 'SessionReady'
      | 'SessionStarted'
      | 'SessionCollectionStarted'
      | 'SessionGradingStarted'
      | 'SessionStopping'
      | 'SessionStopped'
      | 'SessionArchived'
      | 'SessionEnded';
  }
>;

/** From one state to the next. */
function movedOn(session: Session, event: PhaseEvent): Session {
  const { at } = event;
  switch (event.type) {
    case 'SessionInstantiationStarted':
      return to(session, 'instantiating', { reason: 'the lab is brought up', at });
    case 'SessionReady':
      return { ...to(session, 'ready', { reason: 'waits for the candidate', at }), readyAt: at };
    case 'SessionStarted':
      return { ...to(session, 'running', { reason: 'the candidate is at work', at }), startedAt: at };
    case 'SessionCollectionStarted':
      return collecting(session, event);
    case 'SessionGradingStarted':
      return to(session, 'grading', { reason: 'the evidence is graded', at });
    case 'SessionStopping':
      return stopping(session, event);
    case 'SessionStopped':
      return to(session, 'stopped', { reason: 'everything was given back', at });
    case 'SessionArchived':
      return to(session, 'archived', { reason: session.outcome?.reason ?? 'done', at });
    case 'SessionEnded': {
      const { status, reason } = event;
      return { ...to(session, status, event), outcome: { result: status, reason } };
    }
    default:
      return unreachable(event);
  }
}

/** The end collects and grades anyway. */
function collecting(
  session: Session,
  { reason, at }: Extract<PhaseEvent, { type: 'SessionCollectionStarted' }>,
): Session {
  const ended = { ...to(session, 'collecting', { reason, at }), endedAt: at, regrade: undefined };
  return session.graderAway === undefined ? ended : { ...ended, graderAway: undefined };
}

function stopping(session: Session, { outcome, at }: Extract<SessionEvent, { type: 'SessionStopping' }>): Session {
  const stopped = { ...to(session, 'stopping', { reason: outcome.reason, at }), outcome };
  return session.graderAway === undefined ? stopped : { ...stopped, graderAway: stillAwaited(session) };
}

/** It waits as it did before it was placed; what was reserved for it is taken back like any place that was never used. */
function placeLost(session: Session, event: Extract<SessionEvent, { type: 'SessionPlaceLost' }>): Session {
  const { placement, refusedReservations } = session;
  const refused = placement === undefined ? [] : [placement.reservationId];
  const waits = { placement: undefined, timeslot: undefined, progress: {} };
  return { ...to(session, 'pending', event), ...waits, refusedReservations: [...refusedReservations, ...refused] };
}

function to(session: Session, status: SessionStatus, { reason, at }: { reason: string; at: Instant }): Session {
  const wish = session.wish && sessionCan(session.wish.kind, { status }) ? session.wish : undefined;
  const suspensions =
    session.suspensions && (maySuspend(status) ? session.suspensions : closedAt(session.suspensions, at));
  const changed = { ...(session.wish && { wish }), ...(suspensions && { suspensions }) };
  return { ...session, status, statusSince: at, reason, ...changed };
}

function maySuspend(status: SessionStatus): boolean {
  return status === 'ready' || status === 'running';
}

/** Whoever has done one of these has had an answer of the delivery system. */
const deliverySteps = ['provision_delivery', 'publish_devices', 'release_delivery'] as const;

type StepEvent = Extract<SessionEvent, { step: string }>;

const statusAfter = {
  SessionStepStarted: 'running',
  SessionStepDone: 'done',
  SessionStepSkipped: 'skipped',
  SessionStepFailed: 'failed',
  SessionStepRetried: 'running',
} as const satisfies Record<StepEvent['type'], StepState['status']>;

function stepped(session: Session, event: StepEvent): Session {
  const before = session.progress[event.pipeline]?.[event.step];
  const step = stepAfter(before, event);
  const progress = withStep(session, event, step);
  if (event.type !== 'SessionStepDone') return { ...session, progress };
  const answers = deliverySteps.some((name) => name === event.step) ? { deliveryAway: undefined } : {};
  return { ...session, progress, ...answers, ...withOutput(session, event.output, event.at) };
}

function stepAfter(before: StepState | undefined, { type, message, at }: StepEvent): StepState {
  const status = statusAfter[type];
  if (type === 'SessionStepRetried') return { status, attempts: 1, startedAt: at, message };
  const { attempts = 0, startedAt = at } = before ?? {};
  if (type === 'SessionStepStarted') return { status, attempts: attempts + 1, startedAt: at, message };
  return { status, attempts, startedAt, message, endedAt: at };
}

function withStep(
  session: Session,
  { pipeline, step: name }: { pipeline: PipelineName; step: string },
  step: StepState,
): Session['progress'] {
  return { ...session.progress, [pipeline]: { ...session.progress[pipeline], [name]: step } };
}
