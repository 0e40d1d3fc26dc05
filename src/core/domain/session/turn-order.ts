import { bookingPriorities, isDecided, waitsForOthers } from './cohort.ts';
import type { Session } from './session.ts';

/** Of a session, what decides when it is asked for; times in milliseconds, as the server and the screens count them. */
export interface InLine extends Pick<Session, 'status' | 'priority' | 'cohort' | 'ownerId' | 'bookedBy'> {
  readonly id: string;
  readonly bookedAt: number;
  readonly wanted: { readonly start?: number | undefined };
}

/** What gets its place in one go: a session, or all seats of a cohort that needs all of them. */
export interface Turn<Seat extends InLine> {
  readonly sessions: readonly [Seat, ...Seat[]];
  /** Seats that were booked and are not known yet; nothing is decided of a cohort before they are. */
  readonly missing: number;
  readonly together: boolean;
}

/**
 * Who is asked first: by priority; within one, every owner's first before anybody's second; then those with the earlier
 * start, and those that were booked earlier. Never by luck.
 */
export function inTurn<Seat extends InLine>(all: readonly Seat[]): readonly Turn<Seat>[] {
  const turns = turnsOf(all).toSorted((a, b) => byDue(a.sessions[0], b.sessions[0]));
  const rounds = new Map<string, number>();
  const ranked = turns.map((turn) => {
    const key = `${priorityOf(turn)} ${ownerOf(turn)}`;
    const round = rounds.get(key) ?? 0;
    rounds.set(key, round + 1);
    return { turn, round };
  });
  return ranked
    .toSorted((a, b) => priorityOf(b.turn) - priorityOf(a.turn) || a.round - b.round)
    .map(({ turn }) => turn);
}

function turnsOf<Seat extends InLine>(all: readonly Seat[]): readonly Turn<Seat>[] {
  const waiting = all.filter(({ status }) => status === 'pending');
  const cohorts = undecided(all);
  const together = new Set<string>();
  return waiting.flatMap((session): readonly Turn<Seat>[] => {
    const seats = session.cohort && cohorts.get(session.cohort.id);
    if (session.cohort === undefined || seats === undefined) return [single(session)];
    if (together.has(session.cohort.id)) return [];
    together.add(session.cohort.id);
    const [first = session, ...others] = inOrderOfSeats(seats.filter(({ status }) => status === 'pending'));
    return [{ sessions: [first, ...others], missing: Math.max(0, session.cohort.size - seats.length), together: true }];
  });
}

function single<Seat extends InLine>(session: Seat): Turn<Seat> {
  return { sessions: [session], missing: 0, together: false };
}

/** The seats of each cohort that is to be placed as a whole, also those that have ended. */
function undecided<Seat extends InLine>(all: readonly Seat[]): ReadonlyMap<string, readonly Seat[]> {
  if (!all.some(waitsForOthers)) return new Map();
  const cohorts = Map.groupBy(
    all.filter(({ cohort }) => cohort?.mode === 'all-or-nothing'),
    ({ cohort }) => cohort?.id ?? '',
  );
  return new Map([...cohorts].filter(([, seats]) => !isDecided(seats)));
}

/** The same at each look and for each leader: the first to be told decides for all of them. */
export function inOrderOfSeats<Seat extends { readonly id: string }>(seats: readonly Seat[]): readonly Seat[] {
  return seats.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function priorityOf({ sessions: [first] }: Turn<InLine>): number {
  return bookingPriorities.indexOf(first.priority ?? 'normal');
}

/** Who booked seats for others has one turn for all of them. */
function ownerOf({ sessions: [first], together }: Turn<InLine>): string {
  return together ? first.bookedBy : first.ownerId;
}

function byDue(a: InLine, b: InLine): number {
  return due(a) - due(b) || a.bookedAt - b.bookedAt || (a.id < b.id ? -1 : 1);
}

function due({ wanted, bookedAt }: InLine): number {
  return wanted.start ?? bookedAt;
}
