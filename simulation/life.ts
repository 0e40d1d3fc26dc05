import type { Clock, Instant } from '@lcm/core/kernel';

/** Thrown nowhere and caught nowhere: what a dead process would have gone on with. */
function never<Value>(): Promise<Value> {
  return new Promise<Value>(() => undefined);
}

/** One incarnation of a process. When it dies, nothing that it waits for ever comes. */
export class Life {
  #alive = true;
  readonly #onDeath: (() => void)[] = [];

  get alive(): boolean {
    return this.#alive;
  }

  /** Tells the world outside, which goes on. */
  onDeath(tell: () => void): void {
    this.#onDeath.push(tell);
  }

  die(): void {
    if (!this.#alive) return;
    this.#alive = false;
    for (const tell of this.#onDeath) tell();
  }

  /** The answer, if there is still anybody to hear it. */
  async hears<Value>(work: () => Promise<Value>): Promise<Value> {
    if (!this.#alive) return never();
    try {
      const value = await work();
      return this.#alive ? value : await never();
    } catch (error) {
      if (!this.#alive) return never();
      throw error;
    }
  }

  /** Something outside of the process, as this incarnation sees it: its asynchronous methods go silent with its death. */
  guard<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...given: unknown[]): unknown => this.#call(() => Reflect.apply(member, target, given));
      },
    });
  }

  #call(work: () => unknown): unknown {
    if (!this.#alive) return never();
    const result = work();
    if (result instanceof Promise) return this.hears(() => result);
    if (isAsyncIterable(result)) return this.#stream(result);
    return result;
  }

  async *#stream(source: AsyncIterable<unknown>): AsyncGenerator {
    for await (const item of source) {
      if (!this.#alive) await never();
      yield item;
    }
    if (!this.#alive) await never();
  }
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

/** The world's time, until death. */
export class MortalClock implements Clock {
  readonly #clock: Clock;
  readonly #life: Life;

  constructor(clock: Clock, life: Life) {
    this.#clock = clock;
    this.#life = life;
  }

  now(): Instant {
    return this.#clock.now();
  }

  monotonic(): number {
    return this.#clock.monotonic();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#life.hears(() => this.#clock.sleep(ms, signal));
  }
}
