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
  readonly #listeners = new Set<CommitListener>();
  readonly #onPublished: (() => void)[] = [];
  readonly #publishing = new Coalesced(() => this.#publishAll());
  #position = 0;

  /**
   * @param fence of a store that one process owns, higher than every publisher's before, so that none of them publishes
   * after this one; of a store that several share, the same for all of them
   */
  constructor(store: StateStore, fence: number) {
    this.#store = store;
    this.#fence = fence;
  }

  get position(): number {
    return this.#position;
  }

  /**
   * Listeners are called in the order they came; one that throws is a bug and stops the process's writes. Answers with how
   * to stop.
   */
  follow(listener: CommitListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Called when commits got their positions from this process: others of the same store do not know yet. */
  onPublished(listener: () => void): void {
    this.#onPublished.push(listener);
  }

  /** Tells the listeners everything that was ever published, then publishes what a crash left unpublished. */
  async catchUp(): Promise<void> {
    await this.#readOn();
    await this.publish();
  }

  /**
   * When it resolves, every commit that was appended before the call, here or in another process of the store, has a
   * position and has been heard of.
   */
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
      if (commits.length > 0) for (const listener of this.#onPublished) listener();
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
