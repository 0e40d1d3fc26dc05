import type { Line } from '@lcm/core/domain/worker';
import type { Instant } from '@lcm/core/kernel';

/**
 * By which way we hear of one worker, and since when. Nothing is said before the line was tried: a new leader waits for
 * hundreds of turns, and what the record says of them holds until something else is seen.
 */
export class LineState {
  readonly #settledMs: number;
  #known: { readonly line: Line; readonly since: Instant } | undefined;

  constructor(settledMs: number) {
    this.#settledMs = settledMs;
  }

  /** The first sign of it; any later one changes nothing. */
  opened(at: Instant): void {
    if (this.#known?.line.by !== 'events') this.#known = { line: { by: 'events' }, since: at };
  }

  /** The first reason stays once it is told: the tries that follow each have another, and none of them is news. */
  lost(because: string, at: Instant): void {
    if (this.#known?.line.by === 'polling' && this.settled(at) !== undefined) return;
    const since = this.#known?.line.by === 'polling' ? this.#known.since : at;
    this.#known = { line: { by: 'polling', because }, since };
  }

  settled(at: Instant): Line | undefined {
    if (this.#known === undefined) return undefined;
    return at - this.#known.since >= this.#settledMs ? this.#known.line : undefined;
  }
}
