import { type Weekday, weekdays } from '@lcm/core/domain/worker';
import type { Timetable } from './views.ts';

export interface HoursDraft {
  readonly days: readonly Weekday[];
  readonly from: string;
  readonly until: string;
}

/** As it is being typed. */
export interface TimetableDraft {
  readonly zone: string;
  readonly hours: readonly HoursDraft[];
}

export const officeHours: HoursDraft = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', until: '18:00' };

/** What it has, else office hours where the viewer is. */
export function timetableDraft(known: Timetable | undefined, zone: string): TimetableDraft {
  return known ?? { zone, hours: [officeHours] };
}

export function withHours(draft: TimetableDraft, index: number, changes: Partial<HoursDraft>): TimetableDraft {
  return { ...draft, hours: draft.hours.map((row, at) => (at === index ? { ...row, ...changes } : row)) };
}

/** In the order of the week, whichever was chosen first. */
export function withDay({ days }: HoursDraft, day: Weekday): readonly Weekday[] {
  return weekdays.filter((each) => (each === day) !== days.includes(each));
}

const time = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Why it cannot be sent like this. */
export function timetableFault({ zone, hours }: TimetableDraft): string | undefined {
  if (zone.trim() === '') return 'Say in which time zone';
  if (hours.length === 0) return 'Without hours there is no timetable: remove it instead';
  if (hours.some(({ days }) => days.length === 0)) return 'Each line needs a day';
  return hours.every(({ from, until }) => time.test(from) && time.test(until))
    ? undefined
    : 'Each line needs two times';
}

export function timetableOf({ zone, hours }: TimetableDraft): Timetable {
  return { zone: zone.trim(), hours: hours.map(({ days, from, until }) => ({ days: [...days], from, until })) };
}

export const dayWords: Readonly<Record<Weekday, string>> = {
  mon: 'Mon',
  tue: 'Tue',
  wed: 'Wed',
  thu: 'Thu',
  fri: 'Fri',
  sat: 'Sat',
  sun: 'Sun',
};

/** `Mon to Fri`, `Mon, Wed`, `every day`. */
export function daysInWords(days: readonly Weekday[]): string {
  const at = weekdays.flatMap((day, index) => (days.includes(day) ? [index] : []));
  const [first, last] = [at[0], at.at(-1)];
  if (at.length === weekdays.length) return 'every day';
  if (first === undefined || last === undefined) return 'no day';
  const names = at.map((index) => dayWords[weekdays[index] ?? 'mon']);
  return at.length > 2 && last - first === at.length - 1 ? `${names[0]} to ${names.at(-1)}` : names.join(', ');
}
