import { SessionId } from '@lcm/core/domain/session';
import { ReservationId, type Worker } from '@lcm/core/domain/worker';
import { type Instant, instant, SeededRandom } from '@lcm/core/kernel';
import {
  type Decision,
  defaultPlacementSettings,
  type Fleet,
  type PlacementRequest,
  place,
  SeatCount,
  withReservation,
  withWorker,
} from '@lcm/core/placement';
import { aBookedFleet, needs, spec } from './a-fleet.ts';
import { type Figure, inWords, median, quantile, sample } from './harness.ts';

const now = instant(1_800_000_000_000);
const size = 500;
const hours = 8;
const minuteMs = 60_000;
const lab = { needs, portNames: ['one', 'two'], bootSeconds: 120, durationMs: 40 * minuteMs };
const template = { name: 'metal', description: 'metal', enabled: true, spec, bootMinutes: 25, updatedAt: now };

/** As many workers as the ceiling allows and more: no new one is a way out. */
function fleetOf(workers: readonly Worker[]): Fleet {
  return { workers, templates: [template], settings: defaultPlacementSettings, now };
}

/** Of 500 workers over the next hours: half of them taken, all but one lab in 200, all. */
const fleets = [
  ['half full', 0.5],
  ['full but for 1 lab in 200', 0.995],
  ['full', 1],
] as const;

/** How a session is placed, or refused, on the calendars of a large fleet; and how a copy of them answers what-if. */
export async function placementFigures(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [how, taken] of fleets) {
    const random = new SeededRandom(7);
    const fleet = fleetOf(aBookedFleet(size, { now, hours, random, taken }));
    const given = (): PlacementRequest => ({ ...lab, start: startWithin(random) });
    const aim = '20,000/s, p99 < 1 ms';
    figures.push(
      await figure(`placement, ${size} workers ${how}, given start`, () => place(given(), fleet), aim),
      await figure('… with its verdict on every worker', () => place(given(), fleet).verdict, ''),
      await figure('… as soon as possible', () => place(lab, fleet), ''),
    );
  }
  return [...figures, ...whatIfFigures()];
}

/** Others may be at work on the machine: what a core does in a second of its own is told beside it. */
async function figure(what: string, work: () => unknown, aim: string): Promise<Figure> {
  let turns = 0;
  const before = process.threadCpuUsage();
  const measured = await median(
    async () =>
      sample(() => {
        turns += 1;
        return work();
      }),
    3,
  );
  const { user, system } = process.threadCpuUsage(before);
  const perCoreSecond = Math.round((turns / (user + system)) * 1_000_000).toLocaleString('en');
  return { what, measured: `${inWords(measured)}; ${perCoreSecond}/s of a core`, aim };
}

/** Early enough to end within the calendars, late enough to be prepared. */
function startWithin(random: SeededRandom): Instant {
  return instant(now + (30 + Math.floor(random.next() * (hours - 2.5) * 60)) * minuteMs);
}

const rounds = 15;
const bookings = 2_000;

/** On a copy nothing is prepared yet: what is measured begins with the copy. */
function whatIfFigures(): Figure[] {
  const random = new SeededRandom(11);
  const workers = aBookedFleet(size, { now, hours, random, taken: bookings / (size * hours * 11) });
  const count = workers.reduce((sum, { reservations }) => sum + Object.keys(reservations).length, 0);
  const what = `what-if on a copy of ${size} workers with ${count.toLocaleString('en')} bookings`;
  const one = timed(() => place({ ...lab, start: startWithin(random) }, copyOf(workers)).verdict);
  const without = timed(() => moveAll(copyOf(workers), 0));
  const many = timed(() => bookAll(copyOf(workers), random));
  return [
    { what: `${what}: one more, with its verdict`, measured: one, aim: '< 200 ms' },
    { what: '… a worker gone, its sessions elsewhere', measured: without, aim: '< 200 ms' },
    availabilityFigure(),
    { what: `… ${bookings.toLocaleString('en')} more, one after the other`, measured: many, aim: '' },
  ];
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
    return Array.from({ length: halfHours }, (_, slot) => count.at(instant(now + slot * 30 * minuteMs), most));
  };
  const starts = `${halfHours} starts of a week`;
  return {
    what: `… how many fit at each of ${starts}, all of ${size} workers`,
    measured: timed(work),
    aim: '< 200 ms',
  };
}

function copyOf(workers: readonly Worker[]): Fleet {
  return fleetOf(structuredClone(workers));
}

function timed(work: () => unknown): string {
  work();
  const took = Array.from({ length: rounds }, () => {
    const from = performance.now();
    work();
    return performance.now() - from;
  });
  return `p50 ${quantile(took, 0.5).toFixed(0)} ms, max ${Math.max(...took).toFixed(0)} ms of ${rounds}`;
}

function moveAll(fleet: Fleet, at: number): readonly Decision[] {
  const left = fleet.workers.filter((_, index) => index !== at);
  const sessions = Object.values(fleet.workers[at]?.reservations ?? {}).filter(({ from }) => from > now);
  let moved: Fleet = { ...fleet, workers: left };
  return sessions.map(({ from }, index) => {
    const decision = place({ ...lab, start: instant(from + 10 * minuteMs) }, moved);
    moved = { ...moved, workers: booked(moved.workers, decision, index) };
    return decision;
  });
}

function bookAll(fleet: Fleet, random: SeededRandom): number {
  let { workers } = fleet;
  for (let index = 0; index < bookings; index += 1) {
    const decision = place({ ...lab, start: startWithin(random) }, { ...fleet, workers });
    workers = booked(workers, decision, index);
  }
  return workers.length;
}

function booked(workers: readonly Worker[], decision: Decision, index: number): readonly Worker[] {
  if (decision.kind !== 'place') return workers;
  const { worker, window, ports } = decision;
  const id = ReservationId.parse(`res_n${index}`);
  const sessionId = SessionId.parse(`ses_n${index}`);
  const { from, until } = window;
  const reservation = { id, sessionId, from, until, amounts: needs, ports, confirmBy: now, confirmed: true };
  return withWorker(workers, withReservation(worker, reservation));
}
