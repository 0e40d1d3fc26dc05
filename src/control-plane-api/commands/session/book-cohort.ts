import { BookCohort, CohortView } from '@lcm/core/contracts/cohort';
import { CohortId } from '@lcm/core/domain/session';
import { type Clock, ok, type Random, reject } from '@lcm/core/kernel';
import { seatBookings, writeSeats } from '../../application/book-seats.ts';
import type { BookingSettings } from '../../application/booking.ts';
import { unknown } from '../../application/change.ts';
import { cohortView, seatsOf, sessionsOf } from '../../application/cohorts.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: BookingSettings;
}

/** How long the answer waits for the scheduler, which has many places to reserve. */
const verdictWaitMs = 4_000;

/** Books every seat as a session of its own; the scheduler decides about them together once all are there. */
export const bookCohort = defineCommand({
  name: 'BookCohort',
  summary: 'Book many seats of a lab at one time: all of them or none, or as many as possible',
  allow: 'session:all',
  input: BookCohort,
  output: CohortView,
  async handle(asked, caller, { streams, views, clock, random, settings }: Deps) {
    const { actor } = caller;
    const seats = seatsOf(asked, { actor, views, now: clock.now(), settings });
    if (!seats.ok) return seats;
    const cohort = { id: CohortId.next(random), name: asked.name, size: seats.value.length, mode: asked.mode };
    const booked = seatBookings(seats.value, { cohort, by: actor.id, random });
    const written = await writeSeats(booked, { operation: 'BookCohort', caller, streams });
    if (!written.ok) return written;
    const decided = await Promise.all(
      booked.map(async ({ id }) =>
        views.waitUntil(
          { kind: 'session', id },
          ({ status, verdict }) => status !== 'pending' || verdict !== undefined,
          { ms: verdictWaitMs, clock },
        ),
      ),
    );
    const output = cohortView(sessionsOf(cohort.id, views), clock.now());
    if (output === undefined) return reject(unknown('cohort', cohort.id));
    return ok({ output, position: views.position, isOpen: decided.includes(false) });
  },
});
