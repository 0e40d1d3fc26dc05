import { logNormal, type Random } from '@lcm/core/kernel';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export const monthDays = 30;
export const monthMs = monthDays * day;

/** What is booked, and how long CML says that it boots. */
export interface Lab {
  readonly name: string;
  readonly share: number;
  readonly cores: number;
  readonly memoryMiB: number;
  readonly nodes: number;
  readonly bootSeconds: number;
}

export const labs: readonly Lab[] = [
  { name: 'small', share: 0.4, cores: 2, memoryMiB: 6_000, nodes: 4, bootSeconds: 120 },
  { name: 'medium', share: 0.4, cores: 4, memoryMiB: 14_000, nodes: 8, bootSeconds: 240 },
  { name: 'large', share: 0.2, cores: 8, memoryMiB: 30_000, nodes: 16, bootSeconds: 360 },
];

/** One exam as it is booked and as it will really go; all in milliseconds since the month began. */
export interface Exam {
  readonly lab: Lab;
  readonly bookedAt: number;
  readonly start: number;
  readonly durationMs: number;
  /** Before the start, where the candidate thinks better of it. */
  readonly cancelledAt?: number | undefined;
  /** When its lab is no longer used. Who never came holds it to the end. */
  readonly endsAt: number;
}

const durations = [60, 90, 90, 120, 180];

/** Single exams an hour, by the hour of a working day: candidates in several time zones, most of them near ours. */
const hourly = [1, 1, 0.5, 0.5, 0.5, 1, 2, 6, 11, 13, 12, 10, 9, 12, 12, 10, 7, 5, 4, 4, 3, 2, 2, 1];
const weekendShare = 0.3;

/** A class sits down together, most mornings and many afternoons. */
const classes = [
  { atHour: 9, likely: 0.8 },
  { atHour: 10, likely: 0.3 },
  { atHour: 13.5, likely: 0.6 },
  { atHour: 15, likely: 0.2 },
];

/** What is booked for a month that begins on a Monday, in the order of booking. The same seed gives the same month. */
export function examsOf(random: Random): readonly Exam[] {
  const exams: Exam[] = [];
  for (let date = 0; date < monthDays; date += 1) exams.push(...singles(date, random), ...cohorts(date, random));
  return exams.toSorted((a, b) => a.bookedAt - b.bookedAt);
}

function isWeekend(date: number): boolean {
  return date % 7 >= 5;
}

function singles(date: number, random: Random): Exam[] {
  return hourly.flatMap((rate, at) => {
    const count = poisson(rate * (isWeekend(date) ? weekendShare : 1), random);
    return Array.from({ length: count }, () => {
      const start = date * day + at * hour + Math.floor(random.next() * 4) * 15 * minute;
      const aheadMs = Math.max(50 * minute, logNormal(random, 20 * hour, 1.4));
      return exam({ lab: aLab(random), start, durationMs: aDuration(random), bookedAt: start - aheadMs }, random);
    });
  });
}

function cohorts(date: number, random: Random): Exam[] {
  if (isWeekend(date)) return [];
  return classes.flatMap(({ atHour, likely }) => {
    if (random.next() > likely) return [];
    const size = 8 + Math.floor(random.next() * 25);
    const of = { lab: aLab(random), start: date * day + atHour * hour, durationMs: aDuration(random) };
    const bookedAt = of.start - (2 + random.next() * 19) * day;
    return Array.from({ length: size }, (_, seat) => exam({ ...of, bookedAt: bookedAt + seat * 1_000 }, random));
  });
}

function exam(booked: Pick<Exam, 'lab' | 'start' | 'durationMs' | 'bookedAt'>, random: Random): Exam {
  const { start, durationMs, bookedAt } = booked;
  const fate = random.next();
  const cancelledAt = fate < 0.06 ? bookedAt + random.next() * (start - bookedAt) : undefined;
  const isEarly = fate >= 0.11 && random.next() < 0.4;
  const stays = isEarly ? 0.6 + 0.4 * random.next() : 1;
  return { ...booked, cancelledAt, endsAt: start + durationMs * stays };
}

function aLab(random: Random): Lab {
  let left = random.next();
  const found = labs.find(({ share }) => (left -= share) < 0) ?? labs[0];
  if (found === undefined) throw new Error('there are no labs');
  return found;
}

function aDuration(random: Random): number {
  return (durations[Math.floor(random.next() * durations.length)] ?? 60) * minute;
}

function poisson(mean: number, random: Random): number {
  let [count, left] = [0, Math.exp(-mean)];
  for (let product = random.next(); product > left; product *= random.next()) count += 1;
  return count;
}
