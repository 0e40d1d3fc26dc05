import type { Clock, Instant } from '@lcm/core/kernel';

interface Trouble {
  readonly at: Instant;
  readonly what: string;
  /** The instance it befell; without one, whatever was asked of the cloud or the delivery system at that time. */
  readonly instance: string | undefined;
}

/** How long a trouble of the cloud as a whole still explains something: boots and their retries take that long. */
const cloudMemoryMs = 4 * 3_600_000;

/** What the world did to us on its own: the only excuse for ending a session before its time. */
export class Troubles {
  readonly #clock: Clock;
  readonly #all: Trouble[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(what: string, instance?: string): void {
    this.#all.push({ at: this.#clock.now(), what, instance });
  }

  /** What befell one of these instances at any time, or the cloud not long ago. */
  of(instances: ReadonlySet<string>): string | undefined {
    const since = this.#clock.now() - cloudMemoryMs;
    const found = this.#all.findLast(({ instance, at }) =>
      instance === undefined ? at >= since : instances.has(instance),
    );
    return found?.what;
  }
}
