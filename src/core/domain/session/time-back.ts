import { type Instant, instant } from '../../kernel/index.ts';
import type { Session, SessionEvent } from './session.ts';
import { openAbsence } from './suspensions.ts';
import type { AskedWish } from './wish.ts';

const minuteMs = 60_000;

/** In whose name time is asked back that nobody is to blame for. */
const asker = 'lablet-controller';

/**
 * Asks for the minutes in which nobody could work, as many as its definition allows. What somebody else asked for besides is
 * not lost by it. Whether they are free only the calendar knows.
 */
export function timeBack(session: Session, at: Instant): SessionEvent[] {
  const away = openAbsence(session);
  const { timeslot, wish } = session;
  if (away?.cause !== 'host-down' || timeslot === undefined) return [];
  const minutes = Math.ceil((at - Math.max(away.from, timeslot.start)) / minuteMs);
  const from = wish?.kind === 'extend' ? Math.max(wish.end, timeslot.end) : timeslot.end;
  const end = Math.min(from + minutes * minuteMs, latestEnd(session, timeslot.start));
  if (end <= from) return [];
  const reason = `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} in which its lab was away`;
  return [{ type: 'SessionExtensionAsked', end: instant(end), by: asker, reason, at }];
}

function latestEnd({ definition: { maxDurationMinutes } }: Session, start: Instant): number {
  return maxDurationMinutes === undefined ? Number.POSITIVE_INFINITY : start + maxDurationMinutes * minuteMs;
}

/** Where not all of it is free, what is free is asked for instead. */
export function restOfTimeBack(
  { timeslot }: Session,
  wish: AskedWish,
  { latestEnd: end, at }: { readonly latestEnd?: Instant | undefined; readonly at: Instant },
): SessionEvent | undefined {
  if (wish.kind !== 'extend' || wish.by !== asker || end === undefined || timeslot === undefined) return undefined;
  if (end <= timeslot.end || end >= wish.end) return undefined;
  return { type: 'SessionExtensionAsked', end, by: asker, reason: wish.reason, at };
}
