import { type Instant, instant } from './brand.ts';
import type { Clock } from './clock.ts';

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** A clock that tests move by hand. Sleepers wake in order of their time while it is stepped over them. */
export class FakeClock implements Clock {
  #now: Instant;
  readonly #start: number;
  #sleepers: Sleeper[] = [];

  constructor(start = 0) {
    this.#now = instant(start);
    this.#start = start;
  }

  now(): Instant {
    return this.#now;
  }

  monotonic(): number {
    return this.#now - this.#start;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return;
    await new Promise<void>((resolve) => {
      const sleeper = { until: this.#now + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => this.#wake(sleeper), { once: true });
    });
  }

  /** Moves time forward; microtasks queued by woken sleepers run when the test awaits next. */
  step(ms: number): void {
    const target = this.#now + ms;
    for (let next = this.#due(target); next !== undefined; next = this.#due(target)) {
      this.#now = instant(Math.max(this.#now, next.until));
      this.#wake(next);
    }
    this.#now = instant(target);
  }

  #due(target: number): Sleeper | undefined {
    const due = this.#sleepers.filter(({ until }) => until <= target);
    return due.toSorted((a, b) => a.until - b.until)[0];
  }

  #wake(sleeper: Sleeper): void {
    this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
    sleeper.wake();
  }
}
