import { unreachable } from '../../kernel/index.ts';
import type { Reservation, Worker, WorkerEvent } from './worker.ts';

type Types = 'WorkerReserved' | 'WorkerReservationConfirmed' | 'WorkerReservationResized' | 'WorkerReservationReleased';
export type ReservationEvent = Extract<WorkerEvent, { type: Types }>;

const types: readonly WorkerEvent['type'][] = [
  'WorkerReserved',
  'WorkerReservationConfirmed',
  'WorkerReservationResized',
  'WorkerReservationReleased',
] satisfies readonly Types[];

export function isAboutReservations(event: WorkerEvent): event is ReservationEvent {
  return types.includes(event.type);
}

/** The worker with its calendar as it is after the event. */
export function evolveReservations(worker: Worker, event: ReservationEvent): Worker {
  const { reservations } = worker;
  switch (event.type) {
    case 'WorkerReserved':
      return { ...worker, reservations: { ...reservations, ...byId(event.reservations) } };
    case 'WorkerReservationConfirmed':
      return { ...worker, reservations: changed(reservations, event.reservationId, { confirmed: true }) };
    case 'WorkerReservationResized': {
      const { from, until } = event;
      return { ...worker, reservations: changed(reservations, event.reservationId, { from, until }) };
    }
    case 'WorkerReservationReleased': {
      const { [event.reservationId]: _, ...left } = reservations;
      return { ...worker, reservations: left, idleSince: event.at };
    }
    default:
      return unreachable(event);
  }
}

function changed(
  reservations: Worker['reservations'],
  id: string,
  to: Partial<Pick<Reservation, 'confirmed' | 'from' | 'until'>>,
): Worker['reservations'] {
  const reservation = reservations[id];
  return reservation === undefined ? reservations : { ...reservations, [id]: { ...reservation, ...to } };
}

function byId(reservations: readonly Reservation[]): Record<string, Reservation> {
  return Object.fromEntries(reservations.map((reservation) => [reservation.id, reservation]));
}
