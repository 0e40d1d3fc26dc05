import type { Worker } from '@lcm/core/domain/worker';
import { type Instant, instant, type Random } from '@lcm/core/kernel';
import { defaultPlacementSettings, type Fleet } from '@lcm/core/placement';
import { needs, spec } from './a-fleet.ts';

/** What is asked of large fleets whose calendars are thought of. */
export const now = instant(1_800_000_000_000);
export const size = 500;
export const hours = 8;
const minuteMs = 60_000;
export const lab = { needs, portNames: ['one', 'two'], bootSeconds: 120, durationMs: 40 * minuteMs };
export const template = { name: 'metal', description: 'metal', enabled: true, spec, bootMinutes: 25, updatedAt: now };

/** As many workers as the ceiling allows and more: no new one is a way out. */
export function fleetOf(workers: readonly Worker[]): Fleet {
  return { workers, templates: [template], settings: defaultPlacementSettings, now };
}

/** Early enough to end within the calendars, late enough to be prepared. */
export function startWithin(random: Random): Instant {
  return instant(now + (30 + Math.floor(random.next() * (hours - 2.5) * 60)) * minuteMs);
}
