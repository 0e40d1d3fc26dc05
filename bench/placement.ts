import { SeededRandom } from '@lcm/core/kernel';
import { type PlacementRequest, place } from '@lcm/core/placement';
import { aBookedFleet } from './a-fleet.ts';
import { fleetOf, hours, lab, now, size, startWithin } from './asked.ts';
import { type Figure, inWords, median, sample } from './harness.ts';

/** Of 500 workers over the next hours: half of them taken, all but one lab in 200, all. */
const fleets = [
  ['half full', 0.5],
  ['full but for 1 lab in 200', 0.995],
  ['full', 1],
] as const;

/** How a session is placed, or refused, on the calendars of a large fleet. */
export async function placementFigures(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [how, taken] of fleets) {
    const random = new SeededRandom(7);
    const fleet = fleetOf(aBookedFleet(size, { now, hours, random, taken }));
    const given = (): PlacementRequest => ({ ...lab, start: startWithin(random) });
    const aim = '20,000/s, p99 < 1 ms';
    figures.push(
      await figure(`placement, ${size} workers ${how}, given start`, () => place(given(), fleet), aim),
      await figure('… with its verdict on every worker', () => place(given(), fleet).verdict, 'p95 < 20 ms'),
      await figure('… as soon as possible', () => place(lab, fleet), ''),
    );
  }
  return figures;
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
