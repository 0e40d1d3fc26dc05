import { type Instant, unreachable } from '../../kernel/index.ts';
import type { Session, SessionEvent } from './session.ts';

const types = [
  'SessionDeliveryOrdered',
  'SessionDeliveryOrderDone',
  'SessionSuspended',
  'SessionResumed',
  'SessionDeliveryAway',
  'SessionDeliveryBack',
] as const;
export type DeliveryEvent = Extract<SessionEvent, { type: (typeof types)[number] }>;

export function isAboutDelivery(event: SessionEvent): event is DeliveryEvent {
  return types.some((type) => type === event.type);
}

/** A session whose delivery is ordered about, rests, or cannot be asked. */
export function evolveDelivery(session: Session, event: DeliveryEvent): Session {
  const { at } = event;
  switch (event.type) {
    case 'SessionDeliveryOrdered': {
      const { order, by, reason } = event;
      return { ...session, deliveryOrder: { order, by, reason, at } };
    }
    case 'SessionDeliveryOrderDone':
      return { ...session, deliveryOrder: session.deliveryOrder && { ...session.deliveryOrder, doneAt: at } };
    case 'SessionSuspended': {
      const { cause, reason } = event;
      const suspensions = [...(session.suspensions ?? []), { from: at, reason, cause }];
      return { ...session, suspensions, reason: cause === 'operator' ? `paused: ${reason}` : reason };
    }
    case 'SessionResumed': {
      const reason = session.status === 'running' ? 'the candidate is at work' : 'waits for the candidate';
      return { ...suspensionEnded(session, at), reason };
    }
    case 'SessionDeliveryAway': {
      const { since, reason, deployment } = event;
      return { ...session, deliveryAway: { since, reason, deployment } };
    }
    case 'SessionDeliveryBack':
      return { ...session, deliveryAway: undefined };
    default:
      return unreachable(event);
  }
}

/** Whatever ends a session ends its pause. */
export function suspensionEnded(session: Session, at: Instant): Session {
  const { suspensions } = session;
  if (suspensions === undefined) return session;
  const ended = suspensions.map((each) => (each.until === undefined ? { ...each, until: at } : each));
  return { ...session, suspensions: ended };
}
