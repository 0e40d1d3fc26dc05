import { SessionId } from '@lcm/core/domain/session';
import { ReservationId } from '@lcm/core/domain/worker';
import type { Session } from '../lib/views.ts';
import { aSession } from './fixtures.ts';

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

/** Not prepared yet: it can be moved. */
export function laterSession(at: At, where: NonNullable<Session['placement']>): Session {
  const place = { ...where, reservationId: ReservationId.parse('res_5'), from: at(150), until: at(245) };
  return aSession({
    id: SessionId.parse('ses_5'),
    name: 'Cohort 8, seat 1',
    status: 'scheduled',
    statusSince: at(-3),
    timeslot: { start: at(170), end: at(230) },
    placement: place,
  });
}
