import type { SessionView } from '@lcm/core/contracts/session';
import { inOrderOfSeats, isDecided, waitsForOthers } from '@lcm/core/domain/session';
import type { Reservation, Worker } from '@lcm/core/domain/worker';

/** A seat that a leader before us has reserved and not told, or told without our hearing of it. */
export interface HeldSeat {
  readonly session: SessionView;
  readonly worker: Worker;
  readonly reservation: Reservation;
}

export interface CohortStep {
  /** Whether all are told their place, or every place is given back. */
  readonly do: 'finish' | 'give-back';
  /** Whether one of its seats has its place already: then the others get theirs, one by one. */
  readonly decided: boolean;
  readonly seats: readonly HeldSeat[];
}

/**
 * Pure: cohorts that somebody began to place. Places are reserved for all seats before the first of them is told, so where
 * a place is missing nobody was told and all are given back; where none is, or one was told, the rest is told too.
 */
export function planCohorts(workers: readonly Worker[], sessions: readonly SessionView[]): readonly CohortStep[] {
  if (!sessions.some(waitsForOthers)) return [];
  const cohorts = Map.groupBy(heldSeats(workers, sessions), ({ session }) => session.cohort?.id);
  return [...cohorts].map(([id, held]) => {
    const seats = sessions.filter(({ cohort }) => cohort?.id === id);
    const decided = isDecided(seats);
    const isWhole = seats.filter(waitsForOthers).length === held.length;
    return { do: decided || isWhole ? 'finish' : 'give-back', decided, seats: inOrder(held) };
  });
}

/** One for each seat. */
function heldSeats(workers: readonly Worker[], sessions: readonly SessionView[]): readonly HeldSeat[] {
  const waiting = new Map(sessions.filter(waitsForOthers).map((session) => [session.id, session]));
  const held = new Map<string, HeldSeat>();
  for (const worker of workers) {
    for (const reservation of Object.values(worker.reservations)) {
      const session = waiting.get(reservation.sessionId);
      if (session === undefined || session.refusedReservations.includes(reservation.id)) continue;
      held.set(session.id, { session, worker, reservation });
    }
  }
  return [...held.values()];
}

function inOrder(held: readonly HeldSeat[]): readonly HeldSeat[] {
  const bySession = new Map(held.map((seat) => [seat.session.id, seat]));
  return inOrderOfSeats(held.map(({ session }) => session)).flatMap(({ id }) => bySession.get(id) ?? []);
}
