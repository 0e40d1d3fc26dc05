import { type InLine, inTurn } from '@lcm/core/domain/session';
import type { Session } from './views.ts';

/** What the scheduler asks for in one go: a session, or the seats of a cohort that needs all of them. */
export interface QueueEntry {
  readonly first: Session;
  readonly seats: number;
  /** Seats of its cohort that are not booked yet. */
  readonly missing: number;
}

interface Waiting extends InLine {
  readonly session: Session;
}

function inLine(session: Session): Waiting {
  const { id, status, priority, cohort, ownerId, bookedBy, bookedAt, wanted } = session;
  const start = wanted.start === undefined ? undefined : Date.parse(wanted.start);
  const who = { id, status, priority, cohort, ownerId, bookedBy };
  return { ...who, bookedAt: Date.parse(bookedAt), wanted: { start }, session };
}

/** Those that wait for a place, in the order in which the scheduler asks for them. */
export function queueOf(sessions: readonly Session[]): readonly QueueEntry[] {
  return inTurn(sessions.map(inLine)).map(({ sessions: seats, missing }) => ({
    first: seats[0].session,
    seats: seats.length,
    missing,
  }));
}

export interface SchedulerDecision {
  readonly at: string;
  readonly session: Session;
  readonly granted: boolean;
  readonly label: string;
  readonly words: string;
}

/** What the scheduler has said last, the newest first: of each session its verdict and its answer to the last wish. */
export function decisionsOf(sessions: readonly Session[], most: number): readonly SchedulerDecision[] {
  return sessions
    .flatMap((session) => [...verdictOf(session), ...answerOf(session)])
    .toSorted((a, b) => (a.at < b.at ? 1 : -1))
    .slice(0, most);
}

function verdictOf(session: Session): readonly SchedulerDecision[] {
  const { verdict } = session;
  if (verdict === undefined) return [];
  const { decidedAt: at, placed: granted, summary: words } = verdict;
  return [{ at, session, granted, label: granted ? 'Placed' : 'No place', words }];
}

const answers = {
  extend: { granted: 'More time', refused: 'No more time' },
  move: { granted: 'Moved', refused: 'Not moved' },
  replace: { granted: 'Goes on elsewhere', refused: 'No other place' },
} as const satisfies Record<NonNullable<Session['wishAnswer']>['kind'], { granted: string; refused: string }>;

function answerOf(session: Session): readonly SchedulerDecision[] {
  const { wishAnswer } = session;
  if (wishAnswer === undefined) return [];
  const { at, granted, kind, summary: words } = wishAnswer;
  return [{ at, session, granted, label: answers[kind][granted ? 'granted' : 'refused'], words }];
}
