import type { Clock } from '@lcm/core/kernel';

const windowMs = 5 * 60_000;
const perUser = 5;
const perAddress = 30;

interface Failures {
  readonly count: number;
  readonly since: number;
}

/** Counts wrong passwords. By user and address together, so that nobody locks somebody else out from elsewhere. */
export class Attempts {
  readonly #clock: Clock;
  readonly #failures = new Map<string, Failures>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  mayTry(username: string, address: string): boolean {
    return this.#count(`${address} ${username}`) < perUser && this.#count(address) < perAddress;
  }

  failed(username: string, address: string): void {
    if (this.#failures.size > 10_000) this.#sweep();
    for (const key of [`${address} ${username}`, address]) {
      const count = this.#count(key) + 1;
      const since = this.#failures.get(key)?.since ?? this.#clock.monotonic();
      this.#failures.set(key, { count, since });
    }
  }

  succeeded(username: string, address: string): void {
    this.#failures.delete(`${address} ${username}`);
  }

  #count(key: string): number {
    const failures = this.#failures.get(key);
    if (failures === undefined) return 0;
    if (this.#clock.monotonic() - failures.since < windowMs) return failures.count;
    this.#failures.delete(key);
    return 0;
  }

  #sweep(): void {
    for (const key of this.#failures.keys()) this.#count(key);
  }
}
