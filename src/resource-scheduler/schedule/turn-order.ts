import type { SessionView } from '@lcm/core/contracts/session';
import { bookingPriorities, isDecided, waitsForOthers } from '@lcm/core/domain/session';

/** What gets its place in one go: a session, or all seats of a cohort that needs all of them. */
export interface Turn {
  readonly sessions: readonly [SessionView, ...SessionView[]];
  /** Seats that were booked and are not known yet; nothing is decided of a cohort before they are. */
  readonly missing: number;
  readonly together: boolean;
}

/**
 * Who is asked first: by priority; within one, every owner's first before anybody's second; then those with the earlier
 * start, and those that were booked earlier. Never by luck.
 */
export function inTurn(all: readonly SessionView[]): readonly Turn[] {
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

function turnsOf(all: readonly SessionView[]): readonly Turn[] {
  const waiting = all.filter(({ status }) => status === 'pending');
  const cohorts = undecided(all);
  const together = new Set<string>();
  return waiting.flatMap((session): readonly Turn[] => {
    const seats = session.cohort && cohorts.get(session.cohort.id);
    if (session.cohort === undefined || seats === undefined) return [single(session)];
    if (together.has(session.cohort.id)) return [];
    together.add(session.cohort.id);
    const [first = session, ...others] = inOrderOfSeats(seats.filter(({ status }) => status === 'pending'));
    return [{ sessions: [first, ...others], missing: Math.max(0, session.cohort.size - seats.length), together: true }];
  });
}

function single(session: SessionView): Turn {
  return { sessions: [session], missing: 0, together: false };
}

/** The seats of each cohort that is to be placed as a whole, also those that have ended. */
export function undecided(all: readonly SessionView[]): ReadonlyMap<string, readonly SessionView[]> {
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

function priorityOf({ sessions: [first] }: Turn): number {
  return bookingPriorities.indexOf(first.priority ?? 'normal');
}

/** Who booked seats for others has one turn for all of them. */
function ownerOf({ sessions: [first], together }: Turn): string {
  return together ? first.bookedBy : first.ownerId;
}

function byDue(a: SessionView, b: SessionView): number {
  return due(a) - due(b) || a.bookedAt - b.bookedAt || (a.id < b.id ? -1 : 1);
}

function due({ wanted, bookedAt }: SessionView): number {
  return wanted.start ?? bookedAt;
}
