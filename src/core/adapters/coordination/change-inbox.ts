import { type Change, CompactedError } from '../../ports/coordination/index.ts';

/** What one watch has still to see. A reader that falls too far behind is told to list again, not buffered without end. */
export class ChangeInbox {
  readonly #limit: number;
  #waiting: Change[] = [];
  #taken = 0;
  #failure: Error | undefined;
  #wake: () => void = () => undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(changes: readonly Change[]): void {
    if (this.#failure !== undefined) return;
    for (const change of changes) this.#waiting.push(change);
    if (this.#waiting.length - this.#taken > this.#limit)
      this.fail(new CompactedError(`${this.#limit} changes behind`));
    this.#wake();
  }

  /** Ends the reading with this error, after nothing more. */
  fail(error: Error): void {
    this.#failure = error;
    this.#waiting = [];
    this.#wake();
  }

  async *read(signal: AbortSignal): AsyncGenerator<Change, void, undefined> {
    const onAbort = (): void => this.#wake();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      while (!signal.aborted) {
        const change = this.#take();
        if (change === undefined) await this.#more();
        else yield change;
      }
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  #take(): Change | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    const change = this.#waiting[this.#taken];
    this.#taken += 1;
    if (change === undefined) {
      this.#waiting = [];
      this.#taken = 0;
    }
    return change;
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
