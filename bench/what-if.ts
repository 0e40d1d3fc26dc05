import { SessionId } from '@lcm/core/domain/session';
import type { Worker } from '@lcm/core/domain/worker';
import { type Instant, instant, SeededRandom } from '@lcm/core/kernel';
import { type Fleet, place, SeatCount, type Seeking, whatIf } from '@lcm/core/placement';
import { aBookedFleet } from './a-fleet.ts';
import { booked } from './a-lab.ts';
import { fleetOf, hours, lab, now, size, startWithin, template } from './asked.ts';
import { type Figure, timed } from './harness.ts';

const bookings = 2_000;
const aim = '< 200 ms';
const hourMs = 3_600_000;

/** How a copy of the calendars of a large fleet answers. Nothing is prepared on it yet: what is measured begins with the copy. */
export async function whatIfFigures(): Promise<Figure[]> {
  const random = new SeededRandom(11);
  const workers = aBookedFleet(size, { now, hours, random, taken: bookings / (size * hours * 11) });
  const count = workers.reduce((sum, { reservations }) => sum + Object.keys(reservations).length, 0);
  const many = seats(bookings, () => startWithin(random));
  const figures = [
    ['one more, with its verdict', () => place({ ...lab, start: startWithin(random) }, copyOf(workers)).verdict, aim],
    ['a worker gone, its sessions elsewhere', () => consequences(workers, without(workers)), aim],
    ['200 more seats for one start', () => consequences(workers, { sessions: seats(200, inThreeHours) }), aim],
    ['the same, on new hosts of another template', () => consequences(workers, onOthers(200)), aim],
    ['2,000 more seats, at as many starts', () => consequences(workers, { sessions: many }), ''],
  ] as const;
  const what = `what-if on a copy of ${size} workers with ${count.toLocaleString('en')} bookings`;
  return [
    ...figures.map(([words, work, aimed], index) => ({
      what: index === 0 ? `${what}: ${words}` : `… ${words}`,
      measured: timed(work),
      aim: aimed,
    })),
    availabilityFigure(),
  ];
}

interface Change {
  readonly sessions: readonly Seeking[];
  readonly with?: Partial<Fleet>;
}

function consequences(workers: readonly Worker[], { sessions, with: changes }: Change): unknown {
  const live = copyOf(workers);
  return whatIf({ live, changed: { ...live, ...changes }, sessions }, new SeededRandom(1));
}

function inThreeHours(): Instant {
  return instant(now + 3 * hourMs);
}

function seats(count: number, startOf: () => Instant): readonly Seeking[] {
  const random = new SeededRandom(3);
  return Array.from({ length: count }, () => ({
    id: SessionId.next(random),
    definition: booked,
    wanted: { start: startOf(), durationMinutes: 40 },
  }));
}

/** Its sessions ask for the start they have. */
function without([gone, ...workers]: readonly Worker[]): Change {
  const held = Object.values(gone?.reservations ?? {}).filter(({ from }) => from > now);
  const sessions = held.map(({ sessionId: id, from }) => {
    const start = instant(from + 10 * 60_000);
    return { id, definition: booked, wanted: { start, durationMinutes: 40 } };
  });
  return { sessions, with: { workers } };
}

/** None of those that are there has what they need; hosts twice as large may be made for them. */
function onOthers(count: number): Change {
  const large = { ...booked, needs: { ...booked.needs, cpuCores: 48 } };
  const capacity = { ...template.spec.capacity, cpuCores: 96 };
  const sessions = seats(count, inThreeHours).map((seat) => ({ ...seat, definition: large }));
  const other = { ...template, name: 'large', spec: { ...template.spec, capacity } };
  const { settings } = fleetOf([]);
  return { sessions, with: { templates: [other], settings: { ...settings, ceilingPerRegion: 2 * size } } };
}

const week = 7 * 24;
const halfHours = week * 2;

/** Every half hour of a week: how many of a large class fit then. More than there is room for, so that none is skipped. */
function availabilityFigure(): Figure {
  const random = new SeededRandom(13);
  const workers = aBookedFleet(size, { now, hours: week, random, taken: bookings / (size * week * 11) });
  const most = size * 12;
  const work = (): number[] => {
    const count = new SeatCount(lab, copyOf(workers));
    return Array.from({ length: halfHours }, (_, slot) => count.at(instant(now + (slot * hourMs) / 2), most));
  };
  const starts = `${halfHours} starts of a week`;
  return { what: `… how many fit at each of ${starts}, all of ${size} workers`, measured: timed(work), aim };
}

function copyOf(workers: readonly Worker[]): Fleet {
  return fleetOf(structuredClone(workers));
}
