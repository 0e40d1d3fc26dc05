import { type StateNews, stateKey } from '@lcm/core/contracts/state-keys';
import type { Coordination } from '@lcm/core/ports/coordination';
import type { PublishedCommit, StateStore } from '@lcm/core/ports/state-store';
import { currentEpoch } from '@lcm/core/reconcile';
import * as z from 'zod';
import { Coalesced } from './coalesced.ts';

const batch = 500;
const progressKey = '/lcm/projected';

interface Reached {
  readonly position: number;
  /** Of the coordination store when it was last looked at; none before anybody has led. */
  readonly coordinationEpoch: number | undefined;
}

const Progress = z.object({ epoch: z.string(), position: z.number(), coordinationEpoch: z.number().optional() });

/**
 * Carries commits into the coordination store, in order, at least once. How far it got is a key beside them, so that a
 * crash, a new replica or a lost coordination store only means to start from there, or from the beginning.
 */
export class KeyProjector {
  readonly #store: StateStore;
  readonly #coordination: Coordination;
  readonly #working = new Coalesced(() => this.#projectAll());
  #reached: Reached | undefined;
  #isInDoubt = true;

  constructor({ store, coordination }: { store: StateStore; coordination: Coordination }) {
    this.#store = store;
    this.#coordination = coordination;
  }

  /** Resolves when everything that was published before the call is in the coordination store. */
  async project(): Promise<void> {
    await this.#working.run();
  }

  /** As `project`, but does not trust what was carried over before: the coordination store may have been lost since. */
  async verify(): Promise<void> {
    this.#isInDoubt = true;
    await this.project();
  }

  async #projectAll(): Promise<void> {
    let from = await this.#start();
    const { epoch } = await this.#store.head();
    for (;;) {
      const commits = await this.#store.published(from.position, batch);
      const position = commits.at(-1)?.position;
      if (position === undefined) return;
      for (const [stream, last] of newestOf(commits)) {
        const news: StateNews = { version: last.version, position: last.position, epoch };
        await this.#coordination.put(stateKey(stream), JSON.stringify(news));
      }
      from = { ...from, position };
      await this.#coordination.put(progressKey, JSON.stringify({ epoch, ...from }));
      this.#reached = from;
    }
  }

  async #start(): Promise<Reached> {
    if (this.#reached !== undefined && !this.#isInDoubt) return this.#reached;
    this.#isInDoubt = false;
    try {
      this.#reached = await this.#progress();
    } catch (error) {
      this.#isInDoubt = true;
      throw error;
    }
    return this.#reached;
  }

  /** From the beginning when the keys are of another history, or were written in a former life of their store. */
  async #progress(): Promise<Reached> {
    const { items } = await this.#coordination.list(progressKey);
    const coordinationEpoch = await currentEpoch(this.#coordination);
    const { epoch, position } = await this.#store.head();
    const known = Progress.safeParse(JSON.parse(items[0]?.value ?? 'null')).data;
    const isOurs = known?.epoch === epoch && known.coordinationEpoch === coordinationEpoch;
    return { coordinationEpoch, position: isOurs && known.position <= position ? known.position : 0 };
  }
}

function newestOf(commits: readonly PublishedCommit[]): ReadonlyMap<string, PublishedCommit> {
  return new Map(commits.map((commit) => [commit.stream, commit]));
}
