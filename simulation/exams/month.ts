import { instant, logNormal, type Random, toIso } from '@lcm/core/kernel';
import type { PeopleOptions } from '../asking.ts';
import { anyDefinition, bookOne, pickOne } from './bookings.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How many begin in each hour of a working day: the exams of a small programme, with a peak at ten and one at two. */
const hourly = [0, 0, 0, 0, 0, 0.1, 0.3, 0.8, 1.6, 2.2, 2.4, 1.8, 1.2, 1.8, 2.2, 1.6, 1, 0.6, 0.4, 0.3, 0.2, 0.1, 0, 0];
const weekendShare = 0.25;
const durations = [45, 60, 60, 90, 120];
const priorities = ['high', 'low'] as const;

/** Nobody can have what is to begin before a host can be up. */
const latestBookingMs = 50 * minute;

/** Single bookings of a month, in the order in which they are made; classes are booked besides. */
export async function bookMonth(options: PeopleOptions): Promise<void> {
  const { world, going } = options;
  const { clock, staff, profile } = world;
  const monthBegins = clock.now();
  for (const { bookedAt, start } of agendaOf(staff, profile.days)) {
    await clock.sleep(monthBegins + bookedAt - clock.now());
    if (!going()) return;
    const definition = anyDefinition(world, staff);
    if (definition === undefined) continue;
    const durationMinutes = Math.min(definition.maxDurationMinutes, pickOne(durations, staff) ?? 60);
    const isAtOnce = staff.next() < 0.1;
    await bookOne(options, {
      definitionId: definition.id,
      durationMinutes,
      start: isAtOnce ? undefined : toIso(instant(monthBegins + start)),
      priority: staff.next() < 0.2 ? pickOne(priorities, staff) : undefined,
    });
  }
}

/** Since the month began, which is a Monday. */
interface Planned {
  readonly bookedAt: number;
  readonly start: number;
}

/** The same seed gives the same month. */
export function agendaOf(random: Random, days: number): readonly Planned[] {
  const planned: Planned[] = [];
  for (let at = 0; at < days * 24; at += 1) {
    const isWeekend = Math.floor(at / 24) % 7 >= 5;
    const mean = (hourly[at % 24] ?? 0) * (isWeekend ? weekendShare : 1);
    for (let count = howMany(mean, random); count > 0; count -= 1) planned.push(plan(at * hour, random));
  }
  return planned.filter(({ bookedAt }) => bookedAt >= 0).toSorted((a, b) => a.bookedAt - b.bookedAt);
}

function plan(at: number, random: Random): Planned {
  const start = at + Math.floor(random.next() * 4) * 15 * minute;
  return { start, bookedAt: start - Math.max(latestBookingMs, Math.min(14 * day, logNormal(random, 20 * hour, 1.4))) };
}

/** A whole number that is so large on average. */
function howMany(mean: number, random: Random): number {
  let count = 0;
  for (let left = -Math.log(1 - random.next()); left < mean; left -= Math.log(1 - random.next())) count += 1;
  return count;
}
