import { unreachable } from '../../kernel/index.ts';
import type { Session, SessionEvent } from './session.ts';

const types = [
  'SessionDeliveryOrdered',
  'SessionDeliveryOrderDone',
  'SessionDeliveryAway',
  'SessionDeliveryBack',
  'SessionDeliveryDeferred',
  'SessionDeliveryMade',
] as const;
export type DeliveryEvent = Extract<SessionEvent, { type: (typeof types)[number] }>;

export function isAboutDelivery(event: SessionEvent): event is DeliveryEvent {
  return types.some((type) => type === event.type);
}

/** A session whose delivery is ordered about, or cannot be asked. */
export function evolveDelivery(session: Session, event: DeliveryEvent): Session {
  const { at } = event;
  switch (event.type) {
    case 'SessionDeliveryOrdered': {
      const { order, by, reason } = event;
      return { ...session, deliveryOrder: { order, by, reason, at } };
    }
    case 'SessionDeliveryOrderDone':
      return { ...session, deliveryOrder: session.deliveryOrder && { ...session.deliveryOrder, doneAt: at } };
    case 'SessionDeliveryAway': {
      const { since, reason, deployment } = event;
      return { ...session, deliveryAway: { since, reason, deployment } };
    }
    case 'SessionDeliveryBack':
      return { ...session, deliveryAway: undefined };
    case 'SessionDeliveryDeferred':
      return { ...session, deliveryDue: { since: at, reason: event.reason } };
    case 'SessionDeliveryMade':
      return { ...session, deliveryDue: undefined };
    default:
      return unreachable(event);
  }
}
