import type { Timing } from '../lib/timing.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** Time and frames that a test moves by hand. */
export class FakeTiming implements Timing {
  #now: number;
  #timers: readonly Timer[] = [];
  #frames: readonly (() => void)[] = [];

  constructor(now = 0) {
    this.#now = now;
  }

  readonly now = (): number => this.#now;

  readonly after = (ms: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + ms, run };
    this.#timers = [...this.#timers, timer];
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  readonly frame = (run: () => void): void => {
    this.#frames = [...this.#frames, run];
  };

  draw(): void {
    const due = this.#frames;
    this.#frames = [];
    for (const run of due) run();
  }

  /** Lets time pass and calls what falls due, in order. */
  step(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const [next] = this.#timers.toSorted((a, b) => a.at - b.at);
      if (next === undefined || next.at > until) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = next.at;
      next.run();
    }
    this.#now = until;
  }
}
