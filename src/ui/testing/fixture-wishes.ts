import { SessionId } from '@lcm/core/domain/session';
import { ReservationId } from '@lcm/core/domain/worker';
import type { Session, Worker } from '../lib/views.ts';
import { aReservation, aSession } from './fixtures.ts';

type At = (minutes: number) => string;

/** Whoever has it asked for more time than there is. */
export function extended(session: Session, at: At): Session {
  const wishAnswer = {
    kind: 'extend',
    granted: false,
    summary: `it can stay until ${at(27)} at most on metal-1: others have its place then`,
    latestEnd: at(27),
    at: at(-2),
  } as const;
  const definition = { ...session.definition, maxDurationMinutes: 90 };
  return { ...session, statusSince: at(-39), definition, wishAnswer };
}

const later = { reservationId: ReservationId.parse('res_5'), sessionId: SessionId.parse('ses_5') };

export function laterReservation(at: At): Worker['reservations'][string] {
  const { reservationId: id, sessionId } = later;
  return aReservation({ id, sessionId, from: at(150), until: at(245) });
}

/** Not prepared yet: it can be moved. */
export function laterSession(at: At, where: NonNullable<Session['placement']>): Session {
  const place = { ...where, reservationId: later.reservationId, from: at(150), until: at(245) };
  return aSession({
    id: later.sessionId,
    name: 'Cohort 8, seat 1',
    status: 'scheduled',
    statusSince: at(-3),
    timeslot: { start: at(170), end: at(230) },
    placement: place,
  });
}
