import { type Instant, unreachable } from '../../kernel/index.ts';
import { evolveWish } from './evolve-wish.ts';
import { type SessionStatus, sessionCan } from './lifecycle.ts';
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
    case 'SessionPlaceLost':
      return placeLost(session, event);
    case 'SessionRenamed':
    case 'SessionHandedOut':
    case 'SessionRequeued':
    case 'SessionExtensionAsked':
    case 'SessionExtended':
    case 'SessionMoveAsked':
    case 'SessionMoved':
    case 'SessionWishRefused':
      return evolveWish(session, event);
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
    case 'SessionLabDown':
      return { ...session, reason: event.reason, outage: { since: at } };
    case 'SessionLabUp':
      return { ...session, reason: event.reason, outage: { since: session.outage?.since ?? at, restoredAt: at } };
    case 'SessionCollectionStarted':
      return { ...to(session, 'collecting', { reason: event.reason, at }), endedAt: at };
    case 'SessionGradingStarted':
      return to(session, 'grading', { reason: 'the evidence is graded', at });
    case 'SessionStopping':
      return { ...to(session, 'stopping', { reason: event.outcome.reason, at }), outcome: event.outcome };
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

/** It waits as it did before it was placed; what was reserved for it is taken back like any place that was never used. */
function placeLost(session: Session, event: Extract<SessionEvent, { type: 'SessionPlaceLost' }>): Session {
  const { placement, refusedReservations } = session;
  const refused = placement === undefined ? [] : [placement.reservationId];
  const waits = { placement: undefined, timeslot: undefined, progress: {} };
  return { ...to(session, 'pending', event), ...waits, refusedReservations: [...refusedReservations, ...refused] };
}

function to(session: Session, status: SessionStatus, { reason, at }: { reason: string; at: Instant }): Session {
  const wish = session.wish && sessionCan(session.wish.kind, { status }) ? session.wish : undefined;
  return { ...session, status, statusSince: at, reason, ...(session.wish && { wish }) };
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
  return { ...session, progress, ...(event.type === 'SessionStepDone' ? event.output : {}) };
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
