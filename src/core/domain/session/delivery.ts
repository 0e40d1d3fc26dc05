import { type Instant, ok, type Result, reject } from '../../kernel/index.ts';
import type { DeliveryAway, DeliveryOrder, DeliveryOrderKind } from './delivery-state.ts';
import { type SessionAction, type SessionStatus, sessionCan } from './lifecycle.ts';
import type { Session, SessionEvent } from './session.ts';
import { openPause, type Suspension } from './suspensions.ts';

export type DeliveryRejection =
  | { readonly code: 'session.wrong-state'; readonly status: SessionStatus; readonly action: SessionAction }
  | { readonly code: 'session.no-delivery' }
  | { readonly code: 'session.not-paused' };

type Decision = Result<SessionEvent[], DeliveryRejection>;

/** As much of a session, or of a view of it with times as text, as orders and pauses are told by. */
interface OfOrder<Order> {
  readonly status: SessionStatus;
  readonly deliveryOrder?: Order | undefined;
}
interface OfSuspensions {
  readonly suspensions?: readonly Suspension[] | undefined;
}

/** The action of the lifecycle that each order is. */
export const deliveryActions = {
  pause: 'pauseDelivery',
  resume: 'resumeDelivery',
  end: 'endDelivery',
  archive: 'archiveDelivery',
} as const satisfies Record<DeliveryOrderKind, SessionAction>;

/** What is yet to be carried out. An order that the end of the session has overtaken is not. */
export function openDeliveryOrder<Order extends { readonly order: DeliveryOrderKind; readonly doneAt?: unknown }>(
  session: OfOrder<Order>,
): Order | undefined {
  const { deliveryOrder: last } = session;
  if (last === undefined || last.doneAt !== undefined) return undefined;
  return sessionCan(deliveryActions[last.order], session) ? last : undefined;
}

/** Whether an operator has kept its candidate from it at any time, or is about to: then not coming is nobody's fault. */
export function wasHeldByOperator(session: OfOrder<DeliveryOrder> & OfSuspensions): boolean {
  const { suspensions = [] } = session;
  return suspensions.some(({ cause }) => cause === 'operator') || openDeliveryOrder(session)?.order === 'pause';
}

/** Commits what an operator wants; the lablet controller carries it out. Wanting the same again is no news. */
export function orderDelivery(
  session: Session,
  { order, by, reason }: Pick<DeliveryOrder, 'order' | 'by' | 'reason'>,
  at: Instant,
): Decision {
  if (!sessionCan(deliveryActions[order], session)) {
    return reject({ code: 'session.wrong-state', status: session.status, action: deliveryActions[order] });
  }
  if (session.delivery === undefined) return reject({ code: 'session.no-delivery' });
  if (isWanted(session, order)) return ok([]);
  if (order === 'resume' && !isPaused(session)) return reject({ code: 'session.not-paused' });
  return ok([{ type: 'SessionDeliveryOrdered', order, by, reason, at }]);
}

function isWanted(session: Session, order: DeliveryOrderKind): boolean {
  const open = openDeliveryOrder(session);
  if (open !== undefined) return open.order === order;
  if (order === 'pause') return openPause(session)?.cause === 'operator';
  return order === 'archive' && session.deliveryOrder?.order === 'archive';
}

function isPaused(session: Session): boolean {
  return openPause(session) !== undefined || openDeliveryOrder(session)?.order === 'pause';
}

/** The candidate paused by themselves. While an operator holds it, that is what counts. */
export function candidatePaused(session: Session, at: Instant): Decision {
  if (session.status !== 'running' || openPause(session) !== undefined) return ok([]);
  return ok([{ type: 'SessionSuspended', cause: 'candidate', reason: 'the candidate paused', at }]);
}

export function candidateResumed(session: Session, at: Instant): Decision {
  return ok(openPause(session)?.cause === 'candidate' ? [{ type: 'SessionResumed', cause: 'candidate', at }] : []);
}

/** The delivery system has done what was ordered at `orderedAt`; what was ordered since is not done by that. */
export function orderDone(session: Session, orderedAt: Instant, at: Instant): Decision {
  const open = openDeliveryOrder(session);
  if (open === undefined || open.at !== orderedAt) return ok([]);
  const done: SessionEvent = { type: 'SessionDeliveryOrderDone', order: open.order, at };
  return ok([done, ...follows(session, open, at)]);
}

function follows(session: Session, { order, reason }: DeliveryOrder, at: Instant): SessionEvent[] {
  const current = openPause(session);
  const resumed: SessionEvent[] = current === undefined ? [] : [{ type: 'SessionResumed', cause: current.cause, at }];
  if (order === 'resume') return resumed;
  if (order !== 'pause' || current?.cause === 'operator') return [];
  return [...resumed, { type: 'SessionSuspended', cause: 'operator', reason, at }];
}

export function deliveryAway(session: Session, { since, reason, deployment }: DeliveryAway, at: Instant): Decision {
  if (session.deliveryAway !== undefined) return ok([]);
  return ok([{ type: 'SessionDeliveryAway', since, reason, deployment, at }]);
}

export function deliveryBack(session: Session, at: Instant): Decision {
  return ok(session.deliveryAway === undefined ? [] : [{ type: 'SessionDeliveryBack', at }]);
}
