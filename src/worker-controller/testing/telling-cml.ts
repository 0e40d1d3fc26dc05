import type { Clock } from '@lcm/core/kernel';
import { CmlError, type CmlEvent } from '@lcm/core/ports/cml';
import { FakeCml } from './fake-cml.ts';

/** A server of which a test says when it tells what, and when it falls silent. */
export class TellingCml extends FakeCml {
  /** How often somebody has tried to listen. */
  tries = 0;
  listeners = 0;
  /** What each try meets: a line that is refused, one that is not answered yet, or one that ends in so many milliseconds, as it is said or by a cut. */
  refuses = false;
  hangs = false;
  endsAfterMs: number | undefined;
  answer: () => void = () => undefined;
  readonly #clock: Clock;
  #told: CmlEvent[] = [];
  #news: () => void = () => undefined;

  constructor(clock: Clock) {
    super(clock);
    this.#clock = clock;
    this.up = true;
  }

  tell(...events: CmlEvent[]): void {
    this.#told.push(...events);
    this.#news();
  }

  override async *events(signal: AbortSignal): AsyncIterableIterator<CmlEvent> {
    this.tries += 1;
    if (this.refuses) throw new CmlError('unreachable', 'CML events: no answer');
    if (this.hangs) await new Promise<void>((resolve) => (this.answer = resolve));
    const end = new AbortController();
    if (this.endsAfterMs !== undefined) void this.#clock.sleep(this.endsAfterMs, signal).then(() => end.abort());
    this.listeners += 1;
    try {
      yield { type: 'keep-alive' };
      while (!signal.aborted && !end.signal.aborted) {
        const [next] = this.#told.splice(0, 1);
        if (next) yield next;
        else await this.#somethingHappens(signal, end.signal);
      }
    } finally {
      this.listeners -= 1;
    }
  }

  async #somethingHappens(...signals: readonly AbortSignal[]): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#news = resolve;
      for (const signal of signals) signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
