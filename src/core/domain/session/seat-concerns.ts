import type { Cohort } from './cohort.ts';
import { type Outcome, type SessionStatus, sessionCan } from './lifecycle.ts';

/** What somebody who looks after a cohort does something about, the most urgent first. */
export const seatConcerns = ['late', 'without-place', 'absent', 'without-person', 'failed'] as const;
export type SeatConcern = (typeof seatConcerns)[number];

/** As much of a session as its seat is judged by; times in milliseconds, as the server and the screens count them. */
export interface SeatNow {
  readonly status: SessionStatus;
  readonly ownerId: string;
  readonly bookedBy: string;
  readonly cohort?: Cohort | undefined;
  readonly start?: number | undefined;
  readonly verdict?: { readonly placed: boolean } | undefined;
  readonly outcome?: { readonly result: Outcome } | undefined;
}

const beforeReady: readonly SessionStatus[] = ['pending', 'scheduled', 'instantiating'];

/** Whoever has not begun by then will hardly come. */
const absentAfterMs = 10 * 60_000;

/** A seat of a cohort that was booked for nobody yet. */
export function isFreeSeat(seat: Pick<SeatNow, 'status' | 'ownerId' | 'bookedBy' | 'cohort'>): boolean {
  return seat.cohort !== undefined && seat.ownerId === seat.bookedBy && sessionCan('handOut', seat);
}

export function concernsOf(seat: SeatNow, now: number): readonly SeatConcern[] {
  return seatConcerns.filter((concern) => holds[concern](seat, now));
}

const holds: Readonly<Record<SeatConcern, (seat: SeatNow, now: number) => boolean>> = {
  late: ({ status, start }, now) => start !== undefined && start <= now && beforeReady.includes(status),
  'without-place': ({ status, verdict }) => status === 'pending' && verdict?.placed === false,
  absent: ({ status, start }, now) => status === 'ready' && start !== undefined && start + absentAfterMs <= now,
  'without-person': isFreeSeat,
  failed: ({ status, outcome }) => status === 'failed' || outcome?.result === 'failed',
};
