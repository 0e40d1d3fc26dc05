import { type Cohort, type SeatsToCome, type Session, SessionId, seatName } from '@lcm/core/domain/session';
import { ok, type Random, type Result } from '@lcm/core/kernel';
import { sessions } from './aggregates.ts';
import type { Booking } from './booking.ts';
import type { Caller, Rejection } from './operation.ts';
import type { Streams } from './streams.ts';

/** A seat before it is written; its id is given once, so that whoever writes it again writes nothing. */
export interface SeatBooking {
  readonly id: SessionId;
  readonly booking: Booking;
  readonly cohort: Cohort;
  /** Of the first one. */
  readonly toCome?: SeatsToCome | undefined;
  readonly by: string;
}

interface Writing {
  readonly operation: string;
  readonly caller: Caller;
  readonly streams: Streams;
}

/** The first one says how the others are booked: from its commit on the cohort will be there as a whole. */
export function seatBookings(
  bookings: readonly Booking[],
  { cohort, by, random }: Pick<SeatBooking, 'cohort' | 'by'> & { readonly random: Random },
): readonly SeatBooking[] {
  const seats = bookings.map((booking) => ({ id: SessionId.next(random), booking, cohort, by }));
  const [first, ...others] = seats;
  if (first === undefined) return [];
  const toCome = {
    wanted: first.booking.wanted,
    seats: others.map(({ id, booking: { ownerId } }) => ({ id, ownerId })),
  };
  return [{ ...first, ...(others.length > 0 && { toCome }) }, ...others];
}

/** Those of which the first seat speaks and that were never written; undefined where it says nothing of them. */
export function missingSeats(known: readonly Session[]): readonly SeatBooking[] | undefined {
  const first = known.find(({ toCome }) => toCome !== undefined);
  if (first?.cohort === undefined || first.toCome === undefined) return undefined;
  const { cohort, definition, notify, priority, bookedBy: by, toCome } = first;
  const { wanted, seats } = toCome;
  const ids = new Set(known.map(({ id }) => id));
  return seats
    .map(({ id, ownerId }, index) => ({ id, ownerId, name: seatName(cohort, index + 1) }))
    .filter(({ id }) => !ids.has(id))
    .map(({ id, ...whose }) => ({ id, booking: { ...whose, definition, wanted, notify, priority }, cohort, by }));
}

/** Each is a session of its own; one that is there already, somebody else has written. */
export async function writeSeats(
  seats: readonly SeatBooking[],
  { operation, caller, streams }: Writing,
): Promise<Result<void, Rejection>> {
  for (const { id, booking, cohort, toCome, by } of seats) {
    const written = await streams.change({ aggregate: sessions, id }, { operation, caller }, (known, at) =>
      ok(known === undefined ? [{ type: 'SessionBooked', id, ...booking, cohort, toCome, by, at }] : []),
    );
    if (!written.ok) return written;
  }
  return ok(undefined);
}
