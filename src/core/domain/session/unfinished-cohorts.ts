import { type Instant, instant } from '../../kernel/index.ts';
import type { CohortId } from './cohort.ts';
import { isFinal } from './lifecycle.ts';
import type { Session } from './session.ts';

/** Seats are written one by one, within moments. Later than that, whoever wrote them was interrupted. */
const writtenWithinMs = 5_000;

/** A cohort of which fewer seats are known than were booked, and from when on that is no matter of moments any more. */
export interface UnfinishedCohort {
  readonly id: CohortId;
  readonly dueAt: Instant;
}

type Seat = Pick<Session, 'cohort' | 'status' | 'wanted' | 'bookedAt'>;

export function unfinishedCohorts(sessions: readonly Seat[], now: Instant): readonly UnfinishedCohort[] {
  const seats = sessions.filter(({ cohort }) => cohort !== undefined);
  return [...Map.groupBy(seats, ({ cohort }) => cohort?.id).values()].flatMap((known) => {
    const [first] = known;
    if (first?.cohort === undefined || known.length >= first.cohort.size || known.every((seat) => isOver(seat, now)))
      return [];
    const newest = Math.max(...known.map(({ bookedAt }) => bookedAt));
    return [{ id: first.cohort.id, dueAt: instant(newest + writtenWithinMs) }];
  });
}

/** One that has ended waits for no others, nor does one that has its place once its time has come. */
function isOver(seat: Seat, now: Instant): boolean {
  const { start = now } = seat.wanted;
  return isFinal(seat) || (seat.status !== 'pending' && start <= now);
}
