import type { Coordination } from '@lcm/core/ports/coordination';
import type { PublishedCommit, StateStore } from '@lcm/core/ports/state-store';
import { Coalesced } from './coalesced.ts';

const batch = 500;
const progressKey = '/lcm/projected';

/** Where controllers watch: one small key per thing, changed with each commit. What is in it is only a hint to look. */
export function stateKey(stream: string): string {
  return `/lcm/state/${stream}`;
}

/**
 * Carries commits into the coordination store, in order, at least once. How far it got is a key beside them, so that a
 * crash, a new replica or a lost coordination store only means to start from there, or from the beginning.
 */
export class KeyProjector {
  readonly #store: StateStore;
  readonly #coordination: Coordination;
  readonly #working = new Coalesced(() => this.#projectAll());
  #position: number | undefined;

  constructor({ store, coordination }: { store: StateStore; coordination: Coordination }) {
    this.#store = store;
    this.#coordination = coordination;
  }

  /** Resolves when everything that was published before the call is in the coordination store. */
  async project(): Promise<void> {
    await this.#working.run();
  }

  async #projectAll(): Promise<void> {
    this.#position ??= await this.#progress();
    for (;;) {
      const commits = await this.#store.published(this.#position, batch);
      const reached = commits.at(-1)?.position;
      if (reached === undefined) return;
      for (const [stream, last] of newestOf(commits)) {
        await this.#coordination.put(
          stateKey(stream),
          JSON.stringify({ version: last.version, position: last.position }),
        );
      }
      await this.#coordination.put(progressKey, JSON.stringify({ ...(await this.#store.head()), position: reached }));
      this.#position = reached;
    }
  }

  /** From the beginning when the keys are of another store's history. */
  async #progress(): Promise<number> {
    const { items } = await this.#coordination.list(progressKey);
    const { epoch, position } = await this.#store.head();
    const known: unknown = JSON.parse(items[0]?.value ?? 'null');
    if (!isProgress(known) || known.epoch !== epoch || known.position > position) return 0;
    return known.position;
  }
}

function newestOf(commits: readonly PublishedCommit[]): ReadonlyMap<string, PublishedCommit> {
  return new Map(commits.map((commit) => [commit.stream, commit]));
}

function isProgress(value: unknown): value is { readonly epoch: string; readonly position: number } {
  return typeof value === 'object' && value !== null && 'epoch' in value && 'position' in value;
}
