import { type Brand, idKind } from '../../kernel/index.ts';
import type { SessionStatus } from './lifecycle.ts';
import type { SessionId } from './session-id.ts';
import type { Wanted } from './wanted.ts';

export type CohortId = Brand<string, 'CohortId'>;
export const CohortId = idKind<'CohortId'>('coh');

/** Whether its seats are of use only together. */
export const cohortModes = ['all-or-nothing', 'as-many-as-possible'] as const;
export type CohortMode = (typeof cohortModes)[number];

/** Sessions that were booked together, for one lab at one time; each of them is a session of its own. */
export interface Cohort {
  readonly id: CohortId;
  readonly name: string;
  /** Seats that were booked, whatever became of them. */
  readonly size: number;
  readonly mode: CohortMode;
}

/**
 * As what all seats but the first are booked. The first one says it in its own commit: whoever finds others missing, because
 * the booking was interrupted, books them as they were meant.
 */
export interface SeatsToCome {
  readonly wanted: Wanted;
  /** In the order of their names, which count from one: these begin at two. */
  readonly seats: readonly { readonly id: SessionId; readonly ownerId: string }[];
}

/** Seats are numbered from one. */
export function seatName({ name }: Pick<Cohort, 'name'>, index: number): string {
  return `${name} ${index + 1}`;
}

/** So many seats at most in one booking. */
export const mostSeats = 200;

export const bookingPriorities = ['low', 'normal', 'high'] as const;
export type BookingPriority = (typeof bookingPriorities)[number];

interface Seat {
  readonly status: SessionStatus;
  readonly cohort?: Cohort | undefined;
}

/** Ended before it ever had a place. */
const endedEarly: readonly SessionStatus[] = ['terminated', 'expired', 'failed'];

/** Once one of its seats has its place, all were reserved: from then on each of them stands for itself. */
export function isDecided(seats: readonly Seat[]): boolean {
  return seats.some(({ status }) => status !== 'pending' && !endedEarly.includes(status));
}

/** Waits for a place that it takes together with others or not at all. */
export function waitsForOthers({ status, cohort }: Seat): boolean {
  return status === 'pending' && cohort?.mode === 'all-or-nothing';
}
