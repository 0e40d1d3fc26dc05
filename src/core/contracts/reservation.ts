import * as z from 'zod';
import { SessionId } from '../domain/session/index.ts';
import { ReservationId, WorkerId } from '../domain/worker/index.ts';
import { q } from './list.ts';
import { at, count, id, reason } from './primitives.ts';
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

/** As operators look for it: with the names by which people know whose it is, and of what. */
export const ReservationView = Reservation.extend({
  sessionName: z.string().optional().meta({ description: 'Absent when its session is not known any more' }),
  ownerId: z.string().optional(),
  definitionTitle: z.string().optional(),
  workerId: id(WorkerId),
  workerName: z.string(),
}).meta({ id: 'Reservation' });
export type ReservationView = z.output<typeof ReservationView>;

export const FindReservations = z
  .strictObject({
    q,
    workerId: id(WorkerId).optional(),
    sessionId: id(SessionId).optional(),
    port: z.coerce.number().int().min(1).max(65_535).optional(),
    from: at.optional().meta({ description: 'Only those that last until after this instant' }),
    until: at.optional().meta({ description: 'Only those that begin before this instant' }),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  })
  .meta({ description: 'Who has it at one instant: `from` and `until` around it' });
export type FindReservations = z.output<typeof FindReservations>;

export const Reservations = z.object({
  items: z.array(ReservationView).meta({ description: 'In the order of their beginning' }),
  total: count.meta({ description: 'Of those that match, also beyond the limit' }),
});
