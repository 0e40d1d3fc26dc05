import { logNormal, type Random } from '@lcm/core/kernel';
import type { Lab } from './calendar.ts';

const minute = 60_000;

/** What a host holds: eleven labs of four cores and a little more, beside CML itself. */
export const host = { cpuCores: 46, memoryMiB: 180_000, storageGiB: 256, nodes: 200 };

export const importMs = 2 * minute;
/** Collecting, grading, wiping. */
const cleanUp = { medianMs: 4 * minute, sigma: 0.3 };
const boots = {
  launch: { medianMs: 14 * minute, sigma: 0.25 },
  restart: { medianMs: 10 * minute, sigma: 0.25 },
};
const stops = { medianMs: 6 * minute, sigma: 0.25 };

/** Of all launches and restarts; most show it soon, the others only by never coming up. */
const failing = 0.02;
const failingSilently = 0.2;
const bootDeadlineMs = 30 * minute;

export type BootKind = keyof typeof boots;

/** How things go in a month: what everybody who is compared meets with the same chances. */
export interface Nature {
  boot(kind: BootKind): { readonly ms: number; readonly fails: boolean };
  stop(): number;
  prepare(lab: Lab): number;
  cleanUp(): number;
}

export function natureOf(random: Random): Nature {
  const scattered = ({ medianMs, sigma }: { medianMs: number; sigma: number }): number =>
    Math.round(logNormal(random, medianMs, sigma));
  return {
    boot(kind) {
      if (random.next() >= failing) return { ms: scattered(boots[kind]), fails: false };
      const isSilent = random.next() < failingSilently;
      return { ms: isSilent ? bootDeadlineMs : Math.round((1 + 4 * random.next()) * minute), fails: true };
    },
    stop: () => scattered(stops),
    prepare: ({ bootSeconds }) =>
      scattered({ medianMs: 0.5 * importMs, sigma: 0.4 }) +
      scattered({ medianMs: 0.8 * bootSeconds * 1_000, sigma: 0.25 }),
    cleanUp: () => scattered(cleanUp),
  };
}
