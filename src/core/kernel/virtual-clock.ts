import { type Instant, instant } from './brand.ts';
import type { Clock } from './clock.ts';
import { Heap } from './heap.ts';
import type { Random } from './random.ts';

interface Sleeper {
  readonly until: number;
  /** Decides between sleepers of one time; random when the order is to be shuffled. */
  readonly tie: number;
  readonly order: number;
  awake: boolean;
  readonly wake: () => void;
}

export interface VirtualClockOptions {
  readonly start?: number | undefined;
  /** Shuffles who of several sleepers of one time wakes first; without it they wake in the order they lay down. */
  readonly shuffle?: Random | undefined;
}

export interface RunOptions {
  /** A time to reach, everything due up to it included, or a condition that is asked after every wake-up. */
  readonly until: Instant | (() => boolean);
}

/** Immediates that are queued at once: Node runs all microtasks after each, so a batch saves trips round its loop. */
const turnsAtOnce = 64;

/**
 * Time that moves only when nothing else can: `run` lets all promises settle, wakes the earliest sleeper, and so on.
 * Exact for code that waits for nothing but promises and this clock; real I/O is invisible to it.
 */
export class VirtualClock implements Clock {
  readonly #start: number;
  readonly #shuffle: Random | undefined;
  readonly #sleepers = new Heap<Sleeper>(wakesBefore);
  #now: number;
  #order = 0;
  #dropped = 0;

  constructor({ start = 0, shuffle }: VirtualClockOptions = {}) {
    this.#start = start;
    this.#now = start;
    this.#shuffle = shuffle;
  }

  now(): Instant {
    return instant(this.#now);
  }

  monotonic(): number {
    return this.#now - this.#start;
  }

  /** How many are asleep. */
  get sleeping(): number {
    return this.#sleepers.size - this.#dropped;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const onAbort = (): void => this.#cancel(sleeper);
      const wake = (): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const order = this.#order++;
      const tie = this.#shuffle?.next() ?? 0;
      // Whole milliseconds, as timers have them: with fractions too small to add to the date, time would stand still.
      const until = this.#now + Math.max(0, Math.ceil(ms));
      const sleeper: Sleeper = { until, tie, order, awake: false, wake };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#sleepers.push(sleeper);
    });
  }

  /** @throws Error when a condition can no longer come true because nobody is asleep */
  run({ until }: RunOptions): Promise<void> {
    const step = typeof until === 'function' ? () => this.#stepTowards(until) : () => this.#stepTo(until);
    return inTurns(step);
  }

  /** Moves on by `ms`, waking everybody due on the way. */
  advance(ms: number): Promise<void> {
    return this.run({ until: instant(this.#now + ms) });
  }

  #stepTo(target: number): boolean {
    if (this.#wakeNext(target)) return true;
    if (Number.isFinite(target)) this.#now = Math.max(this.#now, target);
    return false;
  }

  #stepTowards(met: () => boolean): boolean {
    if (met()) return false;
    if (this.#wakeNext(Number.MAX_VALUE)) return true;
    throw new Error(`nobody is asleep at ${this.monotonic()} ms and what is waited for has not come`);
  }

  #wakeNext(latest: number): boolean {
    for (let next = this.#sleepers.peek(); next !== undefined && next.until <= latest; next = this.#sleepers.peek()) {
      this.#sleepers.pop();
      if (next.awake) {
        this.#dropped -= 1;
        continue;
      }
      this.#now = Math.max(this.#now, next.until);
      next.awake = true;
      next.wake();
      return true;
    }
    return false;
  }

  #cancel(sleeper: Sleeper): void {
    if (sleeper.awake) return;
    sleeper.awake = true;
    sleeper.wake();
    this.#dropped += 1;
    if (this.#dropped < 1024 || this.#dropped * 2 < this.#sleepers.size) return;
    this.#sleepers.keep(({ awake }) => !awake);
    this.#dropped = 0;
  }
}

function wakesBefore(one: Sleeper, other: Sleeper): boolean {
  if (one.until !== other.until) return one.until < other.until;
  if (one.tie !== other.tie) return one.tie < other.tie;
  return one.order < other.order;
}

/** Calls `step` whenever all promises have settled, until it answers false. */
function inTurns(step: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let over = false;
    const finish = (settle: () => void): void => {
      over = true;
      settle();
    };
    const turn = (): void => {
      if (over) return;
      try {
        if (!step()) finish(resolve);
      } catch (error) {
        finish(() => reject(error));
      }
    };
    const batch = (): void => {
      if (over) return;
      for (let queued = 0; queued < turnsAtOnce; queued += 1) setImmediate(turn);
      setImmediate(batch);
    };
    setImmediate(batch);
  });
}
