import type { Clock } from '@lcm/core/kernel';

export interface UnderWayDeps {
  readonly clock: Clock;
  /** Told when what became of a notice cannot be written now. */
  readonly onError: (error: unknown) => void;
  /** Told when a receiver is free again. */
  readonly onDone: () => void;
}

const retryMs = 5_000;

/** What is being done for receivers: for each of them one thing at a time. */
export class UnderWay {
  readonly #deps: UnderWayDeps;
  readonly #tasks = new Map<string, Promise<void>>();

  constructor(deps: UnderWayDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#tasks.size;
  }

  has(receiver: string): boolean {
    return this.#tasks.has(receiver);
  }

  begin(receiver: string, task: () => Promise<void>, signal: AbortSignal): void {
    const { clock, onError, onDone } = this.#deps;
    const running = task()
      .catch(async (error: unknown) => {
        onError(error);
        // What became of it could not be written: at once it would only be sent again.
        await clock.sleep(retryMs, signal);
      })
      .finally(() => {
        this.#tasks.delete(receiver);
        onDone();
      });
    this.#tasks.set(receiver, running);
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#tasks.values());
  }
}
