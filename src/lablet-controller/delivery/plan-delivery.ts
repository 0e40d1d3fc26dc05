import type { SessionView } from '@lcm/core/contracts/session';
import {
  type DeliveryOrder,
  labBackSince,
  openAbsence,
  openDeliveryOrder,
  openPause,
  type SessionReport,
  wasHeldByOperator,
} from '@lcm/core/domain/session';
import { type Instant, instant } from '@lcm/core/kernel';
import type { DeliveryState } from '@lcm/core/ports/lab-delivery';

/** What is asked of the delivery system about one session. */
export type DeliveryCall = 'pause' | 'resume' | 'end' | 'release';

export type DeliveryPlan =
  | { readonly do: 'report'; readonly report: SessionReport }
  | { readonly do: 'call'; readonly call: DeliveryCall };

/** As the delivery system has it; undefined when it does not know the session. */
export type Seen = DeliveryState | undefined;

type Rule = (session: SessionView, seen: Seen) => DeliveryPlan | undefined;

/**
 * Pure: what was seen of a delivery against what its session says and operators want; the one next thing to do. It goes by
 * states and not by events, so that an event that was lost, came twice or overtook another one changes nothing.
 */
export function planDelivery(session: SessionView, seen: Seen): DeliveryPlan | undefined {
  for (const rule of rules) {
    const plan = rule(session, seen);
    if (plan !== undefined) return plan;
  }
  return undefined;
}

function isBegun(seen: Seen): boolean {
  return seen === 'RUNNING' || seen === 'PAUSED';
}

function isOver(seen: Seen): boolean {
  return seen === 'USER_FINISHED' || isFiled(seen);
}

function isFiled(seen: Seen): boolean {
  return seen === 'ARCHIVING' || seen === 'ARCHIVED';
}

export function isLive({ status }: Pick<SessionView, 'status'>): boolean {
  return status === 'ready' || status === 'running';
}

function report(what: SessionReport): DeliveryPlan {
  return { do: 'report', report: what };
}

function call(what: DeliveryCall): DeliveryPlan {
  return { do: 'call', call: what };
}

function begun({ status }: SessionView, seen: Seen): DeliveryPlan | undefined {
  return status === 'ready' && isBegun(seen) ? report({ type: 'delivery-started' }) : undefined;
}

function over(session: SessionView, seen: Seen): DeliveryPlan | undefined {
  if (!isLive(session) || !isOver(seen)) return undefined;
  const words = seen === 'USER_FINISHED' ? 'the candidate has finished' : 'the delivery system has closed it';
  return report({ type: 'delivery-ended', reason: reasonOfEnd(session) ?? words });
}

function reasonOfEnd(session: SessionView): string | undefined {
  const order = openDeliveryOrder(session);
  return order?.order === 'end' ? order.reason : undefined;
}

function ordered(session: SessionView, seen: Seen): DeliveryPlan | undefined {
  const open = openDeliveryOrder(session);
  return open && carryOut[open.order](open, seen);
}

/** What each order comes to, given how the delivery is. */
const carryOut: Readonly<Record<DeliveryOrder['order'], (order: DeliveryOrder, seen: Seen) => DeliveryPlan>> = {
  pause: (order, seen) => (seen === 'RUNNING' ? call('pause') : isDone(order)),
  resume: (order, seen) => (seen === 'PAUSED' ? call('resume') : isDone(order)),
  end: ({ reason }, seen) => (isBegun(seen) ? call('end') : report({ type: 'delivery-ended', reason })),
  archive: (order, seen) => (seen === undefined || isFiled(seen) ? isDone(order) : call('release')),
};

function isDone({ at }: DeliveryOrder): DeliveryPlan {
  return report({ type: 'delivery-order-done', orderedAt: at });
}

/** The pause of an operator holds until an operator takes it back, also for a candidate who comes meanwhile. */
function held(session: SessionView, seen: Seen): DeliveryPlan | undefined {
  const isHeld = isLive(session) && openPause(session)?.cause === 'operator';
  return isHeld && seen === 'RUNNING' ? call('pause') : undefined;
}

function paused(session: SessionView, seen: Seen): DeliveryPlan | undefined {
  if (session.status !== 'running') return undefined;
  const suspended = openPause(session);
  if (seen === 'PAUSED' && suspended === undefined) return report({ type: 'delivery-paused' });
  if (seen === 'RUNNING' && suspended !== undefined) return report({ type: 'delivery-resumed' });
  return undefined;
}

/** Whose time is up types no more while the evidence is collected. */
function closed({ status }: SessionView, seen: Seen): DeliveryPlan | undefined {
  return (status === 'collecting' || status === 'grading') && isBegun(seen) ? call('end') : undefined;
}

const rules: readonly Rule[] = [begun, over, ordered, held, paused, closed];

/**
 * When a session that nobody has begun is given up before its end; undefined when it is not. Nobody can begin in a lab that
 * is away, or that nobody could launch, and has as long again when that is over.
 */
export function noShowAt(session: SessionView, minutes: number): Instant | undefined {
  const { status, timeslot, readyAt } = session;
  if (status !== 'ready' || minutes === 0 || timeslot === undefined || isHeldBack(session)) return undefined;
  const { start } = timeslot;
  const since = [readyAt, labBackSince(session), session.progress.deliver?.['publish_devices']?.endedAt];
  const due = Math.max(start, ...since.filter((at) => at !== undefined)) + minutes * 60_000;
  return due < timeslot.end ? instant(due) : undefined;
}

function isHeldBack(session: SessionView): boolean {
  return wasHeldByOperator(session) || openAbsence(session) !== undefined || session.deliveryDue !== undefined;
}
