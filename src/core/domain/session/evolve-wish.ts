import { type Instant, unreachable } from '../../kernel/index.ts';
import type { Session, SessionEvent, Timeslot } from './session.ts';

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
    case 'SessionReplaced':
      return moved(session, event);
    case 'SessionWishRefused': {
      const { kind, summary, latestEnd } = event;
      return { ...session, wish: undefined, wishAnswer: { kind, granted: false, summary, latestEnd, at } };
    }
    default:
      return unreachable(event);
  }
}

/**
 * A time that was wanted by a move is what is wanted from then on, also when the session loses its place. Moves that nobody
 * asked for answer no wish.
 */
function moved(session: Session, event: Extract<WishEvent, { type: 'SessionMoved' | 'SessionReplaced' }>): Session {
  const { placement, timeslot, verdict, at } = event;
  const placed = { ...session, placement, timeslot, verdict, reason: placement.why };
  if (session.wish === undefined) return placed;
  const isAsked = session.wish.kind === 'move' && session.wish.start !== undefined;
  const wanted = isAsked ? { ...session.wanted, start: timeslot.start } : session.wanted;
  const kind = event.type === 'SessionMoved' ? 'move' : 'replace';
  return { ...placed, wanted, wish: undefined, wishAnswer: { kind, granted: true, summary: placement.why, at } };
}

function extended(
  session: Session,
  { end, until, summary, at }: Extract<WishEvent, { type: 'SessionExtended' }>,
): Session {
  const { timeslot, placement } = session;
  return {
    ...session,
    ...(timeslot && {
      timeslot: { ...timeslot, end },
      wanted: { ...session.wanted, durationMinutes: minutes(timeslot, end) },
    }),
    ...(placement && { placement: { ...placement, until } }),
    wish: undefined,
    wishAnswer: { kind: 'extend', granted: true, summary, at },
  };
}

function minutes({ start }: Timeslot, end: Instant): number {
  return (end - start) / 60_000;
}
