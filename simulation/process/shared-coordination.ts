import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import type { Clock } from '@lcm/core/kernel';
import type { Leaders } from '../checks/leaders.ts';

/** One open watch: cut, it ends without a word. */
export interface Line {
  readonly cut: () => void;
}

/** The one coordination store that all processes share, with what can go wrong with it and on the way to it. */
export class SharedCoordination {
  readonly lines = new Set<Line>();
  readonly #clock: Clock;
  readonly #leaders: Leaders;
  #life = 1;
  #store: EmbeddedCoordination;
  /** Until when nobody, or one process, reaches it. */
  readonly #awayUntil = new Map<string, number>();
  #slowUntil = 0;

  constructor(clock: Clock, leaders: Leaders) {
    this.#clock = clock;
    this.#leaders = leaders;
    this.#store = new EmbeddedCoordination({ clock });
  }

  get store(): EmbeddedCoordination {
    return this.#store;
  }

  /** For everybody, or for one process alone. */
  goAway(ms: number, process = everybody): void {
    this.#awayUntil.set(process, this.#clock.now() + ms);
  }

  isAway(process: string): boolean {
    const now = this.#clock.now();
    return [everybody, process].some((name) => (this.#awayUntil.get(name) ?? 0) > now);
  }

  /** Whether watches are late at the moment: with what they say, and with beginning at all. */
  get isSlow(): boolean {
    return this.#slowUntil > this.#clock.now();
  }

  cutLines(): void {
    for (const { cut } of this.lines) cut();
  }

  /** Watches are slow for a while, and come back to a store that has forgotten what they have not seen. */
  async forgetHistory(ms: number): Promise<void> {
    this.slowDown(ms);
    this.cutLines();
    while (this.isSlow) {
      await this.#clock.sleep(4_000);
      this.#store.compact(await this.#store.put('/elsewhere/noise', String(this.#clock.now())));
    }
  }

  slowDown(ms: number): void {
    this.#slowUntil = this.#clock.now() + ms;
  }

  /** Takes a leader's lease away before its time, which no leader can know before it asks. */
  async revoke(lease: string): Promise<void> {
    this.#leaders.revoked(lease);
    await this.#store.revoke({ id: lease, ttlMs: 0 });
  }

  /** Nothing of it is left, and its revisions begin anew. */
  lose(): void {
    for (const { lease } of this.#leaders.latest()) this.#leaders.revoked(lease);
    this.#life += 1;
    const revision = this.#life;
    const lost = this.#store;
    // Ids of leases follow from the revision it begins with: those of a former life are never found again.
    const load = (): { revision: number; items: [] } => ({ revision, items: [] });
    const journal = { load, write: () => undefined, close: () => undefined };
    this.#store = new EmbeddedCoordination({ clock: this.#clock, journal });
    lost.close();
  }

  calm(): void {
    this.#awayUntil.clear();
    this.#slowUntil = 0;
  }
}

const everybody = '';
