import { type Instant, unreachable } from '../../kernel/index.ts';
import type { Session, SessionEvent, Timeslot } from './session.ts';

const types = [
  'SessionRenamed',
  'SessionRequeued',
  'SessionExtensionAsked',
  'SessionExtended',
  'SessionMoveAsked',
  'SessionMoved',
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
      return moved(session, event);
    case 'SessionWishRefused': {
      const { kind, summary, latestEnd } = event;
      return { ...session, wish: undefined, wishAnswer: { kind, granted: false, summary, latestEnd, at } };
    }
    default:
      return unreachable(event);
  }
}

/** A time that was wanted by the move is what is wanted from then on, also when it loses its place. */
function moved(session: Session, event: Extract<WishEvent, { type: 'SessionMoved' }>): Session {
  const { placement, timeslot, verdict, at } = event;
  const isAsked = session.wish?.kind === 'move' && session.wish.start !== undefined;
  const wanted = isAsked ? { ...session.wanted, start: timeslot.start } : session.wanted;
  const wishAnswer = { kind: 'move', granted: true, summary: placement.why, at } as const;
  return { ...session, wanted, placement, timeslot, verdict, reason: placement.why, wish: undefined, wishAnswer };
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
