import type { ReservationRow } from '@lcm/core/domain/query';
import type { Session, Worker } from './views.ts';
import { daysFrom } from './week.ts';

export interface ReservationLine extends ReservationRow {
  readonly from: string;
  readonly until: string;
  readonly amounts: Worker['reservations'][string]['amounts'];
}

/** What sessions have of all workers, soonest first. */
export function reservationLines(workers: readonly Worker[], sessions: readonly Session[]): readonly ReservationLine[] {
  const known = new Map<string, Session>(sessions.map((session) => [session.id, session]));
  const lines = workers.flatMap(({ id: workerId, name: workerName, reservations }) =>
    Object.values(reservations).map((reservation) => {
      const { name: sessionName, ownerId, definition } = known.get(reservation.sessionId) ?? {};
      return { ...reservation, sessionName, ownerId, definitionTitle: definition?.title, workerId, workerName };
    }),
  );
  return lines.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from));
}

/** Whether it is held at some time of these; of an instant alone, whether at that. */
function isHeld({ from, until }: ReservationLine, span: { readonly from: number; readonly until: number }): boolean {
  return Date.parse(from) < Math.max(span.until, span.from + 1) && Date.parse(until) > span.from;
}

interface When {
  /** `now`, `today`, `open`; whatever else is all of them. */
  readonly status: string;
  /** An instant that somebody asked about comes before it. */
  readonly at: number | undefined;
  readonly now: number;
}

export function isWanted(line: ReservationLine, { status, at, now }: When): boolean {
  if (at !== undefined) return isHeld(line, { from: at, until: at });
  if (status === 'now') return isHeld(line, { from: now, until: now });
  const [today] = daysFrom(now, 1);
  if (status === 'today') return today !== undefined && isHeld(line, today);
  return status !== 'open' || !line.confirmed;
}
