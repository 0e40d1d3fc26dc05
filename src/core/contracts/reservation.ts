import * as z from 'zod';
import { ReservationId, WorkerId } from '../domain/worker/index.ts';
import { at, id, reason } from './primitives.ts';
import { Reservation } from './worker.ts';

const of = { workerId: id(WorkerId), reservationId: id(ReservationId) };

export const ReserveCapacity = z.strictObject({ workerId: id(WorkerId), reservations: z.array(Reservation).min(1) });
export const ConfirmReservation = z.strictObject(of);
/** All of one worker at once; those that it does not hold any more are passed over. */
export const ConfirmReservations = z.strictObject({
  workerId: id(WorkerId),
  reservationIds: z.array(id(ReservationId)).min(1),
});
export const ResizeReservation = z.strictObject({ ...of, from: at, until: at });
export const ReleaseReservation = z.strictObject({ ...of, reason });
