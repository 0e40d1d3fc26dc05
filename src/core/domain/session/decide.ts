import { type Instant, ok, type Result, reject } from '../../kernel/index.ts';
import { type DeliveryRejection, openDeliveryOrder } from './delivery.ts';
import type { FeedbackRejection } from './feedback.ts';
import type { GradingRejection } from './gradings.ts';
import { isFinal, type Outcome, type SessionAction, type SessionStatus, sessionCan } from './lifecycle.ts';
import type { PipelineName } from './pipelines.ts';
import type { Placement, Session, SessionEvent, Timeslot, Verdict } from './session.ts';

export type SessionRejection =
  | DeliveryRejection
  | FeedbackRejection
  | GradingRejection
  | { readonly code: 'session.reservation-refused' }
  | { readonly code: 'session.other-pipeline'; readonly status: SessionStatus }
  | { readonly code: 'session.lab-away'; readonly reason: string }
  | {
      readonly code: 'session.no-such-step' | 'session.step-not-begun' | 'session.step-settled' | 'session.step-needed';
      readonly pipeline: PipelineName;
      readonly step: string;
    };

export type SessionDecision = Result<SessionEvent[], SessionRejection>;

export function wrongSessionState(session: Session, action: SessionAction): SessionDecision {
  return reject({ code: 'session.wrong-state', status: session.status, action });
}

/** The session's side of the reservation saga: this commit, not the worker's, is what counts. */
export function schedule(
  session: Session,
  { placement, timeslot, verdict }: { placement: Placement; timeslot: Timeslot; verdict: Verdict },
  at: Instant,
): SessionDecision {
  if (session.placement?.reservationId === placement.reservationId) return ok([]);
  if (session.refusedReservations.includes(placement.reservationId))
    return reject({ code: 'session.reservation-refused' });
  if (!sessionCan('schedule', session)) return wrongSessionState(session, 'schedule');
  return ok([{ type: 'SessionScheduled', placement, timeslot, verdict, at }]);
}

/** Closes the session to a reservation, so that it can be taken back for certain. No-op when it was never going to be used. */
export function refuseReservation(
  session: Session,
  reservationId: Placement['reservationId'],
  at: Instant,
): SessionDecision {
  if (session.placement?.reservationId === reservationId && !isFinal(session)) {
    return wrongSessionState(session, 'schedule');
  }
  if (isFinal(session) || session.refusedReservations.includes(reservationId)) return ok([]);
  return ok([{ type: 'SessionReservationRefused', reservationId, at }]);
}

/** Times in a verdict move with the clock: they are said again after this long, and when anything else changes. */
const verdictKeepsMs = 5 * 60_000;

/** The same verdict as before is no news; else each look of the scheduler would give it cause for another. */
export function giveVerdict(session: Session, verdict: Verdict, at: Instant): SessionDecision {
  if (!sessionCan('schedule', session)) return ok([]);
  const before = session.verdict;
  const known = before && verdict.decidedAt - before.decidedAt < verdictKeepsMs && gist(before) === gist(verdict);
  return ok(known ? [] : [{ type: 'SessionVerdictGiven', verdict, at }]);
}

/** A verdict without what the passing of time alone changes in it. */
function gist({ placed, workers, earliestStart, wouldHelp, seats }: Verdict): string {
  const answers = workers.map(({ workerId, fits, short, obstacles }) => [workerId, fits, short, obstacles.length]);
  return JSON.stringify([placed, answers, earliestStart === undefined, wouldHelp.length, seats]);
}

export function startInstantiation(session: Session, at: Instant): SessionDecision {
  if (session.status === 'instantiating') return ok([]);
  if (!sessionCan('instantiate', session)) return wrongSessionState(session, 'instantiate');
  return ok([{ type: 'SessionInstantiationStarted', at }]);
}

/** The candidate began. Said twice, or after the end, it changes nothing. */
export function startSession(session: Session, at: Instant): SessionDecision {
  if (session.status === 'ready') return ok([{ type: 'SessionStarted', at }]);
  if (session.status === 'instantiating' || session.status === 'scheduled') return wrongSessionState(session, 'launch');
  return ok([]);
}

/** The candidate finished, or the time is up: what was done is collected and graded. */
export function endSession(session: Session, reason: string, at: Instant): SessionDecision {
  if (session.status === 'running') return ok([...endOrderDone(session, at), collection(reason, at)]);
  if (session.status === 'ready') return ok([{ type: 'SessionStarted', at }, collection(reason, at)]);
  if (session.status === 'instantiating' || session.status === 'scheduled') return wrongSessionState(session, 'end');
  return ok([]);
}

function endOrderDone(session: Session, at: Instant): SessionEvent[] {
  const order = openDeliveryOrder(session)?.order;
  return order === 'end' ? [{ type: 'SessionDeliveryOrderDone', order, at }] : [];
}

function collection(reason: string, at: Instant): SessionEvent {
  return { type: 'SessionCollectionStarted', reason, at };
}

/** Ends the session with an outcome: at once where nothing can exist outside, else through the clean-up. */
export function stop(
  session: Session,
  result: Outcome,
  { reason, at }: { reason: string; at: Instant },
): SessionDecision {
  if (isFinal(session) || session.status === 'stopping' || session.status === 'stopped') return ok([]);
  if (session.status === 'pending') {
    const status = result === 'completed' ? 'terminated' : result;
    return ok([{ type: 'SessionEnded', status, reason, at }]);
  }
  return ok([{ type: 'SessionStopping', outcome: { result, reason }, at }]);
}

export function terminate(session: Session, reason: string, at: Instant): SessionDecision {
  if (session.outcome?.result === 'terminated') return ok([]);
  if (!sessionCan('terminate', session)) return wrongSessionState(session, 'terminate');
  return stop(session, 'terminated', { reason, at });
}
