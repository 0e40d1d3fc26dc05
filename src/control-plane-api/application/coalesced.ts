/**
 * Runs its work one at a time. Whoever calls while it runs waits for one more run, which has seen everything that was there
 * before the call.
 */
export class Coalesced {
  readonly #work: () => Promise<void>;
  #running: Promise<void> | undefined;
  #again = false;

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  async run(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#loop();
    await this.#running;
  }

  async #loop(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        await this.#work();
      }
    } finally {
      // In the turn of the last look at `again`: whoever calls from now on starts a loop of their own.
      this.#running = undefined;
    }
  }
}
