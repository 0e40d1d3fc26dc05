import { formatClock, formatTime, plural } from './format.ts';
import type { Trouble } from './problem.ts';
import type { Session } from './views.ts';

const minuteMs = 60_000;
const mostAtOnce = 1440;

/** How many minutes people ask for. */
export const usualMinutes = [5, 15, 30] as const;

/** How many minutes more its definition allows; `undefined` of what was booked before that was noted. */
export function minutesAllowed({ timeslot, definition }: Session): number | undefined {
  const { maxDurationMinutes } = definition;
  if (timeslot === undefined || maxDurationMinutes === undefined) return undefined;
  const lasts = (Date.parse(timeslot.end) - Date.parse(timeslot.start)) / minuteMs;
  return Math.max(0, Math.floor(maxDurationMinutes - lasts));
}

/** Why it cannot be given so many minutes more; `undefined` when it can be asked for. */
export function whyNotMinutes(session: Session, minutes: number): string | undefined {
  if (!Number.isInteger(minutes) || minutes < 1) return 'A whole number of minutes';
  const allowed = minutesAllowed(session) ?? mostAtOnce;
  if (allowed === 0) return 'It has all the time that its definition allows';
  return minutes > allowed ? `Its definition allows ${plural(allowed, 'minute')} more` : undefined;
}

/** What to choose from: the usual steps, and all that its definition still allows. */
export function minuteChoices(session: Session): readonly number[] {
  const allowed = minutesAllowed(session);
  if (allowed === undefined) return usualMinutes;
  return [...new Set([...usualMinutes.filter((minutes) => minutes < allowed), allowed])].filter(
    (minutes) => minutes > 0,
  );
}

/** When it would end. */
export function endAfter({ timeslot }: Session, minutes: number): string | undefined {
  if (timeslot === undefined || !Number.isFinite(minutes)) return undefined;
  return new Date(Date.parse(timeslot.end) + minutes * minuteMs).toISOString();
}

/** Until when it could stay at most where more was refused, and how many whole minutes more these are. */
export interface Offer {
  readonly end: string;
  readonly minutes: number;
}

/** What was offered in place of what was refused; nothing when that is not more than it has by now. */
export function offerUntil({ timeslot }: Session, latestEnd: string | undefined): Offer | undefined {
  if (timeslot === undefined || latestEnd === undefined) return undefined;
  const minutes = Math.floor((Date.parse(latestEnd) - Date.parse(timeslot.end)) / minuteMs);
  return minutes < 1 ? undefined : { end: latestEnd, minutes };
}

/** The latest end that a refusal names. */
export function latestEndIn({ details }: Trouble): string | undefined {
  const end: unknown = details === undefined ? undefined : Reflect.get(details, 'latestEnd');
  return typeof end === 'string' ? end : undefined;
}

type Wish = NonNullable<Session['wish']>;

/** What is wanted, while the scheduler has yet to answer. */
export function wishWords(wish: Wish, nameOf: (workerId: string) => string): string {
  if (wish.kind === 'extend') return `To stay until ${wish.end}`;
  if (wish.kind === 'replace') return 'To go on on another host';
  const start = wish.start === undefined ? '' : ` to ${wish.start}`;
  return `To move${start}${wish.workerId === undefined ? '' : `, on ${nameOf(wish.workerId)}`}`;
}

const answers = {
  extend: { granted: 'Extended', refused: 'Not extended' },
  move: { granted: 'Moved', refused: 'Not moved' },
  replace: { granted: 'Goes on elsewhere', refused: 'No place to go on' },
} as const satisfies Record<Wish['kind'], object>;

export function answerWords({ kind, granted, summary }: NonNullable<Session['wishAnswer']>): string {
  return `${answers[kind][granted ? 'granted' : 'refused']}: ${summary}`;
}

/** What became of an order, for whoever does not see the screen change. */
export function heardWords(session: Session, now: number): string {
  const { name, wish, timeslot, placement } = session;
  if (wish !== undefined) return `Asked for ${name}; the scheduler has yet to answer`;
  if (timeslot === undefined) return `${name} looks for a place`;
  const [start, end] = [Date.parse(timeslot.start), Date.parse(timeslot.end)];
  return `${name}: ${formatTime(start, now)} to ${formatClock(end)}, on ${placement?.workerName ?? 'no worker yet'}`;
}
