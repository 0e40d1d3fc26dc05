import type { Clock, Instant } from '../../kernel/index.ts';
import type { SessionStore } from '../../ports/session-store/index.ts';

interface Entry {
  readonly sealed: string;
  readonly until: Instant;
}

const sweepAbove = 1000;

/** Sessions that end with the process. */
export class MemorySessionStore implements SessionStore {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  #sweepAt = sweepAbove;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async create(key: string, sealed: string, until: Instant): Promise<void> {
    this.#entries.set(key, { sealed, until });
    if (this.#entries.size > this.#sweepAt) this.#sweep();
  }

  async get(key: string): Promise<string | undefined> {
    return this.#live(key)?.sealed;
  }

  async replace(key: string, sealed: string, until: Instant): Promise<boolean> {
    if (this.#live(key) === undefined) return false;
    this.#entries.set(key, { sealed, until });
    return true;
  }

  async delete(key: string): Promise<void> {
    this.#entries.delete(key);
  }

  #live(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.until > this.#clock.now()) return entry;
    this.#entries.delete(key);
    return undefined;
  }

  #sweep(): void {
    for (const key of this.#entries.keys()) this.#live(key);
    this.#sweepAt = Math.max(sweepAbove, this.#entries.size * 2);
  }
}
