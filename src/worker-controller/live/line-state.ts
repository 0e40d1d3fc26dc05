import type { Line } from '@lcm/core/domain/worker';
import type { Instant } from '@lcm/core/kernel';

/** By which way we hear of one worker, and since when. */
export class LineState {
  readonly #settledMs: number;
  #line: Line = { by: 'polling', because: 'its events have not been heard yet' };
  #since: Instant;

  constructor(at: Instant, settledMs: number) {
    this.#since = at;
    this.#settledMs = settledMs;
  }

  /** The first sign of it; any later one changes nothing. */
  opened(at: Instant): void {
    if (this.#line.by === 'events') return;
    this.#line = { by: 'events' };
    this.#since = at;
  }

  /** The first reason stays: the tries that follow each have another, and none of them is news. */
  lost(because: string, at: Instant): void {
    const isNews = this.#line.by === 'events' || this.#settledSince(at) === undefined;
    if (this.#line.by === 'events') this.#since = at;
    if (isNews) this.#line = { by: 'polling', because };
  }

  settled(at: Instant): Line | undefined {
    return this.#settledSince(at) === undefined ? undefined : this.#line;
  }

  #settledSince(at: Instant): Instant | undefined {
    return at - this.#since >= this.#settledMs ? this.#since : undefined;
  }
}
