import { type Instant, toIso } from '../../kernel/index.ts';
import type { Session, SessionStatus } from '../session/index.ts';
import type { Notice } from './notice.ts';
import { inWords, type Told } from './told.ts';

/** How long before; 0: not at all. */
export interface ReminderTimes {
  readonly startMinutes: number;
  readonly endMinutes: number;
}

export interface Reminder extends Told {
  readonly occasion: 'starts-soon' | 'ends-soon';
  /** The start or the end that it is about. */
  readonly about: Instant;
}

const beforeStart: readonly SessionStatus[] = ['scheduled', 'instantiating', 'ready'];
const beforeEnd: readonly SessionStatus[] = ['ready', 'running'];

const minuteMs = 60_000;

/** What is to be reminded of at this moment. It follows from what the session is, whatever was or was not told before. */
export function remindersAt(session: Session, times: ReminderTimes, now: Instant): readonly Reminder[] {
  return [startReminder(session, times, now), endReminder(session, times, now)].flatMap((one) => one ?? []);
}

function startReminder(session: Session, { startMinutes }: ReminderTimes, now: Instant): Reminder | undefined {
  const start = startAhead(session, now);
  if (start === undefined || startMinutes === 0) return undefined;
  const from = start - startMinutes * minuteMs;
  // Who booked it within that time has just been told when it begins.
  if (now < from || session.bookedAt > from) return undefined;
  const facts = { start: toIso(start) };
  const text = `It begins at ${inWords(start)}.`;
  return { occasion: 'starts-soon', headline: 'begins soon', text, facts, about: start, sameAs: `start ${start}` };
}

function endReminder(session: Session, { endMinutes }: ReminderTimes, now: Instant): Reminder | undefined {
  const end = endAhead(session, now);
  if (end === undefined || endMinutes === 0) return undefined;
  const from = end - endMinutes * minuteMs;
  if (now < from || from <= (session.timeslot?.start ?? end)) return undefined;
  const facts = { end: toIso(end) };
  const text = `It ends at ${inWords(end)}.`;
  return { occasion: 'ends-soon', headline: 'ends soon', text, facts, about: end, sameAs: `end ${end}` };
}

/** Whether a reminder would only mislead: what it is about has moved, has come or is over. */
export function isOvertaken({ occasion, about }: Notice, session: Session | undefined, now: Instant): boolean {
  if (about === undefined) return false;
  if (session === undefined) return true;
  return about !== (occasion === 'starts-soon' ? startAhead(session, now) : endAhead(session, now));
}

function startAhead({ status, timeslot }: Session, now: Instant): Instant | undefined {
  return timeslot !== undefined && beforeStart.includes(status) && now < timeslot.start ? timeslot.start : undefined;
}

function endAhead({ status, timeslot }: Session, now: Instant): Instant | undefined {
  return timeslot !== undefined && beforeEnd.includes(status) && now < timeslot.end ? timeslot.end : undefined;
}
