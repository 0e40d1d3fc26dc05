import { type Instant, instant } from '../../kernel/index.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** Hours of the wall clock, `HH:MM`. An end that is not after the start is one of the next day. */
export interface UpHours {
  readonly days: readonly Weekday[];
  readonly from: string;
  readonly until: string;
}

/** When a host shall be up, whoever uses it. Outside of these hours it is up while somebody does. */
export interface Timetable {
  /** By IANA: `Europe/Zurich`. A day that is longer or shorter there is so here. */
  readonly zone: string;
  readonly hours: readonly UpHours[];
}

/** One stretch of such hours, the half-open [from, until). */
export interface Shift {
  readonly from: Instant;
  readonly until: Instant;
}

export interface Shifts {
  readonly last?: Shift | undefined;
  readonly now?: Shift | undefined;
  readonly next?: Shift | undefined;
}

/** The shifts around an instant: the one that it falls into, and those before and after. */
export function shiftsAround({ timetable }: { readonly timetable?: Timetable | undefined }, at: Instant): Shifts {
  if (timetable === undefined) return {};
  const shifts = shiftsNear(timetable, at);
  return {
    last: shifts.findLast(({ until }) => until <= at),
    now: shifts.find(({ from, until }) => from <= at && at < until),
    next: shifts.find(({ from }) => from > at),
  };
}

/** Those that last or come within a week. */
export function shiftsAhead(
  { timetable }: { readonly timetable?: Timetable | undefined },
  at: Instant,
): readonly Shift[] {
  return timetable === undefined ? [] : shiftsNear(timetable, at).filter(({ until }) => until > at);
}

/** The shifts near one day. */
interface Day extends Shift {
  readonly shifts: readonly Shift[];
}

/** The day that each timetable was last asked about: it is asked at every look at a fleet, and calendars are slow. */
const lastDays = new WeakMap<Timetable, Day>();

function shiftsNear(timetable: Timetable, at: Instant): readonly Shift[] {
  const last = lastDays.get(timetable);
  if (last !== undefined && last.from <= at && at < last.until) return last.shifts;
  const day = dayAt(timetable, at);
  lastDays.set(timetable, day);
  return day.shifts;
}

function dayAt(timetable: Timetable, at: Instant): Day {
  const { zone } = timetable;
  const today = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();
  return {
    from: midnight(today, zone),
    until: midnight(today.add({ days: 1 }), zone),
    shifts: shiftsAt(timetable, today),
  };
}

/** A week back and a week ahead is as far as a weekly timetable needs to be looked at. */
function shiftsAt({ zone, hours }: Timetable, today: Temporal.PlainDate): readonly Shift[] {
  const shifts: Shift[] = [];
  for (let days = -8; days <= 8; days += 1) {
    const date = today.add({ days });
    const weekday = weekdays[date.dayOfWeek - 1];
    for (const each of hours) {
      if (weekday !== undefined && each.days.includes(weekday)) shifts.push(shiftOn(date, each, zone));
    }
  }
  return merged(shifts.toSorted((a, b) => a.from - b.from));
}

function shiftOn(date: Temporal.PlainDate, { from, until }: UpHours, zone: string): Shift {
  const endsOn = until > from ? date : date.add({ days: 1 });
  return { from: instantOf(date, from, zone), until: instantOf(endsOn, until, zone) };
}

/** Or whenever a day begins that has none. */
function midnight(date: Temporal.PlainDate, zone: string): Instant {
  return instant(date.toZonedDateTime(zone).epochMilliseconds);
}

function instantOf(date: Temporal.PlainDate, time: string, zone: string): Instant {
  return instant(date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds);
}

/** Hours that touch are one shift. */
function merged(shifts: readonly Shift[]): readonly Shift[] {
  const whole: Shift[] = [];
  for (const shift of shifts) {
    const before = whole.at(-1);
    if (before === undefined || before.until < shift.from) whole.push(shift);
    else whole[whole.length - 1] = { from: before.from, until: instant(Math.max(before.until, shift.until)) };
  }
  return whole;
}
