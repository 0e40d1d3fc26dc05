import { isFinal, type Session, waitsForOthers } from '@lcm/core/domain/session';
import type { Reservation, Worker } from '@lcm/core/domain/worker';
import type { Instant } from '@lcm/core/kernel';

/** What becomes of a reservation whose session says something else than the worker's record. */
export type ReservationStep =
  | { readonly do: 'confirm'; readonly worker: Worker; readonly reservation: Reservation }
  /** Its session has another time than it: the session's is what counts. */
  | {
      readonly do: 'resize';
      readonly worker: Worker;
      readonly reservation: Reservation;
      readonly to: Pick<Reservation, 'from' | 'until'>;
    }
  | { readonly do: 'release'; readonly worker: Worker; readonly reservation: Reservation; readonly reason: string }
  /** Close the session to it, then release: see `refuseReservation`. */
  | { readonly do: 'take-back'; readonly worker: Worker; readonly reservation: Reservation };

/**
 * Pure: the saga's other half. The session's commit is what counts: what it took is confirmed, what it has ended with is
 * given back, and what it never took is taken back once its time to say so has passed.
 */
export function planReservations(
  workers: readonly Worker[],
  sessions: ReadonlyMap<string, Session>,
  now: Instant,
): readonly ReservationStep[] {
  return workers.flatMap((worker) =>
    Object.values(worker.reservations).flatMap((reservation) => stepFor(worker, reservation, { sessions, now }) ?? []),
  );
}

function stepFor(
  worker: Worker,
  reservation: Reservation,
  { sessions, now }: { sessions: ReadonlyMap<string, Session>; now: Instant },
): ReservationStep | undefined {
  const session = sessions.get(reservation.sessionId);
  const takenBySession = session?.placement?.reservationId === reservation.id;
  if (takenBySession && isFinal(session)) {
    return { do: 'release', worker, reservation, reason: `the session is ${session.status}` };
  }
  if (takenBySession) return forItsOwn(worker, reservation, session);
  if (now < reservation.confirmBy || isHeldTogether(session, reservation)) return undefined;
  return { do: 'take-back', worker, reservation };
}

/** What becomes of it depends on the other seats of its cohort, and not on the time: see `planCohorts`. */
function isHeldTogether(session: Session | undefined, { id }: Reservation): boolean {
  return session !== undefined && waitsForOthers(session) && !session.refusedReservations.includes(id);
}

function forItsOwn(worker: Worker, reservation: Reservation, { placement }: Session): ReservationStep | undefined {
  if (!reservation.confirmed) return { do: 'confirm', worker, reservation };
  if (placement === undefined || (placement.from === reservation.from && placement.until === reservation.until))
    return undefined;
  return { do: 'resize', worker, reservation, to: { from: placement.from, until: placement.until } };
}
