import { instant, SeededRandom } from '@lcm/core/kernel';
import { defaultPlacementSettings, place } from '@lcm/core/placement';
import { aFullFleet, needs } from './a-fleet.ts';
import { type Figure, inWords, median, ratio, sample } from './harness.ts';

const hours = 8;

/** One look over 500 workers whose next hours are full: for a given start, and as soon as possible. */
export async function placementFigures(): Promise<Figure[]> {
  const now = instant(1_800_000_000_000);
  const random = new SeededRandom(7);
  const fleet = {
    workers: aFullFleet(500, { now, hours, random }),
    templates: [],
    settings: defaultPlacementSettings,
    now,
  };
  const request = { needs, portNames: ['one', 'two'], bootSeconds: 120, durationMs: 2_400_000 };
  const minute = (): number => 30 + Math.floor(random.next() * (hours - 2) * 60);
  const given = await median(async () =>
    sample(() => place({ ...request, start: instant(now + minute() * 60_000) }, fleet)),
  );
  const soon = await median(async () => sample(() => place(request, fleet)), 3);
  const what = `placement over 500 full calendars of ${hours} h`;
  return [
    { what: `${what}, given start`, measured: inWords(given), aim: '20,000/s, p99 < 1 ms' },
    { what: `${what}, as soon as possible`, measured: `${inWords(soon)} (${ratio(soon, given)})`, aim: '' },
  ];
}
