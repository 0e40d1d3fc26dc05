import type { BookCohort, CohortView } from '@lcm/core/contracts/cohort';
import {
  type Cohort,
  concernsOf,
  isFinal,
  isFreeSeat,
  mostSeats,
  type Session,
  seatName,
} from '@lcm/core/domain/session';
import { type Instant, ok, type Result, reject } from '@lcm/core/kernel';
import { type Booking, type BookingContext, bookingOf } from './booking.ts';
import type { Rejection } from './operation.ts';
import type { Views } from './views.ts';

/** What the seats of a cohort are booked with, in their order; at least one. */
export function seatsOf(asked: BookCohort, context: BookingContext): Result<readonly Booking[], Rejection> {
  const { ownerIds = [], seats = ownerIds.length, name, mode: _, start, ...rest } = asked;
  if (start <= context.now) return reject({ code: 'session.in-the-past', message: 'The start is in the past.' });
  const refusal = refusalOfSize(seats, ownerIds.length);
  if (refusal !== undefined) return reject(refusal);
  const owners = [...ownerIds, ...Array.from({ length: seats - ownerIds.length }, () => context.actor.id)];
  const bookings: Booking[] = [];
  for (const [index, ownerId] of owners.entries()) {
    const booking = bookingOf({ ...rest, start, ownerId, name: seatName({ name }, index) }, context);
    if (!booking.ok) return booking;
    bookings.push(booking.value);
  }
  return ok(bookings);
}

function refusalOfSize(seats: number, owners: number): Rejection | undefined {
  if (seats === 0) return { code: 'cohort.invalid', message: 'Say how many seats, or who gets them.' };
  if (seats >= owners) return undefined;
  const message = `There are ${owners} owners for ${seats} seats; ${mostSeats} seats is the most.`;
  return { code: 'cohort.invalid', message };
}

/** The seats that are known of it, in the order of their names' numbers. */
export function sessionsOf(cohortId: Cohort['id'], views: Views): readonly Session[] {
  return inOrder(views.list('session').flatMap(({ state }) => (state.cohort?.id === cohortId ? [state] : [])));
}

/** Made once: `localeCompare` makes its own at each comparison. */
const { compare } = new Intl.Collator('en', { numeric: true });

function inOrder(seats: readonly Session[]): readonly Session[] {
  return seats.toSorted((a, b) => compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
}

/** All there are or were, with their seats. */
export function allCohorts(views: Views, now: Instant): readonly CohortView[] {
  const seats = views.list('session').flatMap(({ state }) => (state.cohort === undefined ? [] : [state]));
  const cohorts = Map.groupBy(seats, ({ cohort }) => cohort?.id);
  return [...cohorts.values()].flatMap((each) => cohortView(inOrder(each), now) ?? []);
}

/** Undefined when there is no seat of it. */
export function cohortView(sessions: readonly Session[], now: Instant): CohortView | undefined {
  const [first] = sessions;
  if (first?.cohort === undefined) return undefined;
  const { cohort, definition, wanted, bookedBy, bookedAt } = first;
  const waiting = sessions.filter(({ status }) => status === 'pending');
  const ended = sessions.filter(isFinal);
  const seats = sessions.map((session) => seatView(session, now));
  const verdicts = waiting.flatMap(({ verdict }) => verdict ?? []);
  return {
    ...cohort,
    definition: { id: definition.id, title: definition.title, version: definition.version },
    start: wanted.start,
    bookedBy,
    bookedAt,
    waiting: waiting.length,
    placed: seats.length - waiting.length - ended.length,
    ended: ended.length,
    missing: Math.max(0, cohort.size - seats.length),
    free: sessions.filter(isFreeSeat).length,
    concerned: seats.filter(({ concerns }) => concerns.length > 0).length,
    // Of seats that wait together, one has what each worker lacks.
    verdict: verdicts.find(({ workers }) => workers.length > 0) ?? verdicts[0],
    seats,
  };
}

function seatView(session: Session, now: Instant): CohortView['seats'][number] {
  const { id, name, ownerId, status, reason, placement, timeslot, wanted } = session;
  const concerns = concernsOf({ ...session, start: timeslot?.start ?? wanted.start }, now);
  return { sessionId: id, name, ownerId, status, reason, workerName: placement?.workerName, concerns };
}
