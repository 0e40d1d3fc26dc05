import { unreachable } from '../../kernel/index.ts';
import type { Session, SessionEvent } from './session.ts';

const types = [
  'SessionRenamed',
  'SessionHandedOut',
  'SessionRequeued',
  'SessionExtensionAsked',
  'SessionExtended',
  'SessionMoveAsked',
  'SessionMoved',
  'SessionReplaced',
  'SessionWishRefused',
] as const satisfies readonly SessionEvent['type'][];

export type WishEvent = Extract<SessionEvent, { type: (typeof types)[number] }>;

export function isAboutWish(event: SessionEvent): event is WishEvent {
  return types.some((type) => type === event.type);
}

/** A session whose name, time or place somebody changes, or wants changed. */
export function evolveWish(session: Session, event: WishEvent): Session {
  const { at } = event;
  switch (event.type) {
    case 'SessionRenamed':
      return { ...session, name: event.name };
    case 'SessionHandedOut':
      return { ...session, ownerId: event.ownerId };
    case 'SessionRequeued': {
      const { placement, timeslot: _, verdict: __, wish: ___, ...left } = session;
      const refused = placement === undefined ? [] : [placement.reservationId];
      const refusedReservations = [...left.refusedReservations, ...refused];
      return { ...left, refusedReservations, status: 'pending', statusSince: at, reason: event.reason };
    }
    case 'SessionExtensionAsked': {
      const { end, by, reason } = event;
      return { ...session, wish: { kind: 'extend', end, by, reason, at } };
    }
    case 'SessionMoveAsked': {
      const { start, workerId, by, reason } = event;
      return { ...session, wish: { kind: 'move', start, workerId, by, reason, at } };
    }
    case 'SessionExtended':
      return extended(session, event);
    case 'SessionMoved':
    case 'SessionReplaced': {
      const { placement, timeslot, verdict } = event;
      const moved = { ...session, placement, timeslot, verdict, reason: placement.why };
      if (session.wish === undefined) return moved;
      const kind = event.type === 'SessionMoved' ? 'move' : 'replace';
      const wishAnswer = { kind, granted: true, summary: placement.why, at } as const;
      return { ...moved, wish: undefined, wishAnswer };
    }
    case 'SessionWishRefused': {
      const { kind, summary, latestEnd } = event;
      return { ...session, wish: undefined, wishAnswer: { kind, granted: false, summary, latestEnd, at } };
    }
    default:
      return unreachable(event);
  }
}

function extended(
  session: Session,
  { end, until, summary, at }: Extract<WishEvent, { type: 'SessionExtended' }>,
): Session {
  const { timeslot, placement } = session;
  return {
    ...session,
    ...(timeslot && { timeslot: { ...timeslot, end } }),
    ...(placement && { placement: { ...placement, until } }),
    wish: undefined,
    wishAnswer: { kind: 'extend', granted: true, summary, at },
  };
}
