import type { Random } from '@lcm/core/kernel';
import type { LiveSettings } from './live.ts';

type Limits = Pick<LiveSettings, 'firstBackoffMs' | 'longestBackoffMs' | 'steadyMs'>;

/**
 * How long to wait before a line is opened again, however it has ended: a server that says farewell each time is left alone
 * as one that refuses is. Spread out, so that all lines to a network that comes back do not come with it.
 */
export class BackOff {
  readonly #limits: Limits;
  readonly #random: Random;
  #nextMs: number;

  constructor(limits: Limits, random: Random) {
    this.#limits = limits;
    this.#random = random;
    this.#nextMs = limits.firstBackoffMs;
  }

  /** After a line that was open for so long; 0 for one that never was. */
  after(openMs: number): number {
    const { firstBackoffMs, longestBackoffMs, steadyMs } = this.#limits;
    const baseMs = openMs >= steadyMs ? firstBackoffMs : this.#nextMs;
    this.#nextMs = Math.min(baseMs * 2, longestBackoffMs);
    return Math.min(longestBackoffMs, baseMs * (1 + this.#random.next() / 2));
  }
}
