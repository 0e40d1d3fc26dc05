import { type Instant, ok, type Result, reject } from '../../kernel/index.ts';
import type { WorkerId } from '../worker/index.ts';
import { type SessionAction, type SessionStatus, sessionCan } from './lifecycle.ts';
import type { Placement, Session, SessionEvent, Timeslot, Verdict } from './session.ts';
import { restOfTimeBack } from './time-back.ts';
import type { WishAnswer } from './wish.ts';

export type WishRejection =
  | { readonly code: 'session.wrong-state'; readonly status: SessionStatus; readonly action: SessionAction }
  | { readonly code: 'session.too-long'; readonly maxDurationMinutes: number }
  | { readonly code: 'session.not-longer'; readonly end: Instant }
  | { readonly code: 'session.preparing'; readonly from: Instant }
  | { readonly code: 'session.handed-out'; readonly ownerId: string }
  | { readonly code: 'session.no-such-wish' };

export type WishDecision = Result<SessionEvent[], WishRejection>;

interface Asking {
  readonly by: string;
  readonly reason: string;
  readonly at: Instant;
}

const minuteMs = 60_000;

/** Asks for more time. Its place stays its own whatever the answer is; asked twice it is one wish. */
export function askExtension(session: Session, end: Instant, { by, reason, at }: Asking): WishDecision {
  const { timeslot, wish } = session;
  if (!sessionCan('extend', session) || timeslot === undefined) return wrongState(session, 'extend');
  const refused = refusalOfEnd(end, timeslot, session.definition.maxDurationMinutes);
  if (refused !== undefined) return reject(refused);
  const isAsked = wish?.kind === 'extend' && wish.end === end;
  return ok(isAsked ? [] : [{ type: 'SessionExtensionAsked', end, by, reason, at }]);
}

function refusalOfEnd(
  end: Instant,
  timeslot: Timeslot,
  maxDurationMinutes = Number.POSITIVE_INFINITY,
): WishRejection | undefined {
  if (end <= timeslot.end) return { code: 'session.not-longer', end: timeslot.end };
  const isTooLong = end > timeslot.start + maxDurationMinutes * minuteMs;
  return isTooLong ? { code: 'session.too-long', maxDurationMinutes } : undefined;
}

/** Asks for another time or worker while nothing of it exists yet but its place, which it keeps until it has the other. */
export function askMove(
  session: Session,
  to: { readonly start?: Instant | undefined; readonly workerId?: WorkerId | undefined },
  { by, reason, at }: Asking,
): WishDecision {
  if (!sessionCan('move', session) || session.placement === undefined) return wrongState(session, 'move');
  if (at >= session.placement.from) return reject({ code: 'session.preparing', from: session.placement.from });
  return ok([{ type: 'SessionMoveAsked', ...to, by, reason, at }]);
}

/** The calendar has more time for it, and its reservation holds that already. */
export function extend(
  session: Session,
  to: { readonly end: Instant; readonly until: Instant; readonly summary: string },
  at: Instant,
): WishDecision {
  if (session.timeslot !== undefined && session.timeslot.end >= to.end) return ok([]);
  if (!sessionCan('extend', session)) return wrongState(session, 'extend');
  if (session.wish?.kind !== 'extend' || session.wish.end < to.end) return reject({ code: 'session.no-such-wish' });
  return ok([{ type: 'SessionExtended', ...to, at }]);
}

interface Place {
  readonly placement: Placement;
  readonly timeslot: Timeslot;
  readonly verdict: Verdict;
}

/** The session's yes to another place; the old one is given back by who reserved it. */
export function move(session: Session, to: Place, at: Instant): WishDecision {
  if (session.wish?.kind === 'replace') return replace(session, to, at);
  if (isSamePlace(session.placement, to.placement)) return ok([]);
  if (!sessionCan('move', session)) return wrongState(session, 'move');
  if (session.wish?.kind !== 'move' || session.refusedReservations.includes(to.placement.reservationId))
    return reject({ code: 'session.no-such-wish' });
  return ok([{ type: 'SessionMoved', ...to, at }]);
}

/** Another place of one whose worker is lost; its own worker's next launch is one too. */
function replace(session: Session, to: Place, at: Instant): WishDecision {
  if (!sessionCan('replace', session)) return wrongState(session, 'replace');
  if (session.refusedReservations.includes(to.placement.reservationId)) return reject({ code: 'session.no-such-wish' });
  return ok([{ type: 'SessionReplaced', ...to, at }]);
}

/** Its yes to a place that only the fleet gains by: at its own time, before anything of it exists, while it wants nothing. */
export function moveUnasked(session: Session, to: Place, at: Instant): WishDecision {
  const { placement } = session;
  if (isSamePlace(placement, to.placement)) return ok([]);
  if (!sessionCan('move', session) || placement === undefined) return wrongState(session, 'move');
  if (at >= placement.from) return reject({ code: 'session.preparing', from: placement.from });
  if (!isAsGood(session, to)) return reject({ code: 'session.no-such-wish' });
  return ok([{ type: 'SessionMoved', ...to, unasked: true, at }]);
}

/** To whom the session is: nothing but the host is another. */
function isAsGood({ timeslot, wish, refusedReservations }: Session, to: Place): boolean {
  const isOwnTime = timeslot?.start === to.timeslot.start && timeslot.end === to.timeslot.end;
  return isOwnTime && wish === undefined && !refusedReservations.includes(to.placement.reservationId);
}

/** A place that is only shifted in time keeps its reservation. */
function isSamePlace(a: Placement | undefined, b: Placement): boolean {
  return a?.reservationId === b.reservationId && a.from === b.from && a.until === b.until;
}

/** The calendar does not allow it: everything stays as it was, and the words say what would be possible. */
export function refuseWish(
  session: Session,
  answer: Pick<WishAnswer, 'kind' | 'summary' | 'latestEnd'>,
  at: Instant,
): WishDecision {
  if (session.wish?.kind !== answer.kind) return ok([]);
  const rest = restOfTimeBack(session, session.wish, { latestEnd: answer.latestEnd, at });
  if (rest !== undefined) return ok([rest]);
  const refused: SessionEvent = { type: 'SessionWishRefused', ...answer, at };
  if (answer.kind !== 'replace') return ok([refused]);
  const reason = `${session.wish.reason}; ${answer.summary}`;
  return ok([refused, { type: 'SessionStopping', outcome: { result: 'failed', reason }, at }]);
}

/** Back to the scheduler for a new place; the old one is given back. Only while nothing of it exists but that place. */
export function requeue(session: Session, { by, reason, at }: Asking): WishDecision {
  if (session.status === 'pending') return ok([]);
  if (!sessionCan('requeue', session) || session.placement === undefined) return wrongState(session, 'requeue');
  if (at >= session.placement.from) return reject({ code: 'session.preparing', from: session.placement.from });
  return ok([{ type: 'SessionRequeued', by, reason, at }]);
}

export function rename(session: Session, name: string, { by, at }: Pick<Asking, 'by' | 'at'>): WishDecision {
  return ok(session.name === name ? [] : [{ type: 'SessionRenamed', name, by, at }]);
}

/** A seat that its manager holds becomes somebody's own, before anything of it is made under a name. */
export function handOut(session: Session, ownerId: string, { by, at }: Pick<Asking, 'by' | 'at'>): WishDecision {
  if (session.ownerId === ownerId) return ok([]);
  if (!sessionCan('handOut', session)) return wrongState(session, 'handOut');
  if (session.cohort === undefined || session.ownerId !== session.bookedBy)
    return reject({ code: 'session.handed-out', ownerId: session.ownerId });
  return ok([{ type: 'SessionHandedOut', ownerId, by, at }]);
}

function wrongState({ status }: Session, action: SessionAction): WishDecision {
  return reject({ code: 'session.wrong-state', status, action });
}
