import type { PublishedCommit, StateStore } from '@lcm/core/ports/state-store';
import { Coalesced } from './coalesced.ts';

const batch = 500;

export type CommitListener = (commits: readonly PublishedCommit[]) => void;

/**
 * The one order of everything. Commits get their positions here, and everybody who follows from them hears of them in that
 * order: the listeners within the same turn, so that whoever was answered can read what was written.
 */
export class CommitLog {
  readonly #store: StateStore;
  readonly #fence: number;
  readonly #listeners: CommitListener[] = [];
  readonly #publishing = new Coalesced(() => this.#publishAll());
  #position = 0;

  /** @param fence higher than every publisher's before, so that none of them publishes after this one */
  constructor(store: StateStore, fence: number) {
    this.#store = store;
    this.#fence = fence;
  }

  get position(): number {
    return this.#position;
  }

  /** Listeners are called in the order they came; one that throws is a bug and stops the process's writes. */
  follow(listener: CommitListener): void {
    this.#listeners.push(listener);
  }

  /** Tells the listeners everything that was ever published, then publishes what a crash left unpublished. */
  async catchUp(): Promise<void> {
    await this.#readOn();
    await this.publish();
  }

  /** When it resolves, every commit that was appended before the call has a position and has been heard of. */
  async publish(): Promise<void> {
    await this.#publishing.run();
  }

  async #publishAll(): Promise<void> {
    for (;;) {
      const commits = await this.#store.publish(this.#fence, batch);
      const next = commits[0]?.position === this.#position + 1;
      if (next) this.#tell(commits);
      // Another process has published in between: what it published comes first.
      else await this.#readOn();
      if (commits.length < batch) return;
    }
  }

  async #readOn(): Promise<void> {
    for (;;) {
      const commits = await this.#store.published(this.#position, batch);
      if (commits.length === 0) return;
      this.#tell(commits);
    }
  }

  #tell(commits: readonly PublishedCommit[]): void {
    for (const listener of this.#listeners) listener(commits);
    this.#position = commits.at(-1)?.position ?? this.#position;
  }
}
