import { concernsOf, isFinal, isFreeSeat, type SeatConcern, seatConcerns } from '@lcm/core/domain/session';
import { plural } from './format.ts';
import { startOf } from './session-words.ts';
import type { Session, Verdict } from './views.ts';

/** A cohort as its seats tell it. */
export interface CohortNow {
  readonly cohort: NonNullable<Session['cohort']>;
  /** Any of its seats: what all have in common is read there. */
  readonly first: Session;
  /** In the order of their numbers. */
  readonly seats: readonly Session[];
  readonly waiting: number;
  readonly placed: number;
  readonly ended: number;
  /** Booked, and not written yet. */
  readonly missing: number;
  readonly free: number;
  readonly verdict: Verdict | undefined;
}

const { compare } = new Intl.Collator(undefined, { numeric: true });

/** Undefined when no seat of it is known. */
export function cohortOf(id: string, sessions: readonly Session[]): CohortNow | undefined {
  const seats = sessions
    .filter(({ cohort }) => cohort?.id === id)
    .toSorted((a, b) => compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
  const [first] = seats;
  if (first?.cohort === undefined) return undefined;
  const waiting = seats.filter(({ status }) => status === 'pending');
  const ended = seats.filter(isFinal).length;
  const verdicts = waiting.flatMap(({ verdict }) => verdict ?? []);
  return {
    cohort: first.cohort,
    first,
    seats,
    waiting: waiting.length,
    placed: seats.length - waiting.length - ended,
    ended,
    missing: Math.max(0, first.cohort.size - seats.length),
    free: seats.filter(isFreeSeat).length,
    // Of seats that wait together, one has what each worker lacks.
    verdict: verdicts.find(({ workers }) => workers.length > 0) ?? verdicts[0],
  };
}

export interface SeatsConcerned {
  readonly concern: SeatConcern;
  readonly words: string;
  readonly isUrgent: boolean;
  readonly seats: readonly Session[];
}

const words: Readonly<Record<SeatConcern, (seats: number) => string>> = {
  late: (seats) => `${plural(seats, 'seat is', 'seats are')} late: the start has passed, and they are not ready`,
  'without-place': (seats) => `${plural(seats, 'seat has', 'seats have')} no place yet`,
  absent: (seats) => `${plural(seats, 'candidate has', 'candidates have')} not begun ten minutes after the start`,
  'without-person': (seats) => `${plural(seats, 'seat is', 'seats are')} nobody’s yet, to be handed out`,
  failed: (seats) => `${plural(seats, 'seat', 'seats')} failed`,
};

const urgent: readonly SeatConcern[] = ['late', 'without-place', 'failed'];

/** What somebody should do something about, the most urgent first, each with its seats. */
export function concernsOfSeats(seats: readonly Session[], now: number): readonly SeatsConcerned[] {
  const judged = seats.map((seat) => ({ seat, concerns: concernsOf({ ...seat, start: startAt(seat) }, now) }));
  return seatConcerns.flatMap((concern) => {
    const concerned = judged.filter(({ concerns }) => concerns.includes(concern)).map(({ seat }) => seat);
    if (concerned.length === 0) return [];
    return [{ concern, words: words[concern](concerned.length), isUrgent: urgent.includes(concern), seats: concerned }];
  });
}

function startAt(seat: Session): number | undefined {
  const start = startOf(seat);
  return start === undefined ? undefined : Date.parse(start);
}

/** `all or none`: whether fewer than all of its seats are of use. */
export function modeWords(mode: CohortNow['cohort']['mode']): string {
  return mode === 'all-or-nothing' ? 'all or none' : 'as many as possible';
}

/** `10 with a place, 2 waiting`: what there is none of is left out. */
export function countsInWords({
  placed,
  waiting,
  ended,
  missing,
}: Pick<CohortNow, 'placed' | 'waiting' | 'ended' | 'missing'>): string {
  const parts = [
    [placed, 'with a place'],
    [waiting, 'waiting for one'],
    [ended, 'ended'],
    [missing, 'being booked'],
  ] as const;
  return parts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`])).join(', ');
}
