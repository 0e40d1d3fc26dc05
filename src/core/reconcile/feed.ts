import type { Clock, Random } from '../kernel/index.ts';
import { CompactedError, type Coordination } from '../ports/coordination/index.ts';
import { quietly } from './quietly.ts';
import { timeLimit } from './time-limit.ts';
import type { AddOptions } from './work-queue.ts';

/** A key of the coordination store, as it is or as it was when it ended. */
export interface FeedEntry {
  readonly key: string;
  /** Empty when the key was deleted. */
  readonly value: string;
}

export interface FeedOptions<Key extends string> {
  readonly coordination: Coordination;
  readonly prefix: string;
  /** Whom this key of the store concerns; undefined for nobody. */
  readonly keyOf: (entry: FeedEntry) => Key | undefined;
  readonly queue: { readonly add: (key: Key, options?: AddOptions) => void };
  readonly clock: Clock;
  readonly random: Random;
  readonly signal: AbortSignal;
  /** All keys are looked at again this often, whatever the watch said. */
  readonly resyncMs?: number | undefined;
  /** The store could not be read; it will be tried again. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

const defaultResyncMs = 300_000;
const retryMs = 1_000;
/** A store that lags behind itself, or a flood that outruns the reader, does not get better by listing at once. */
const relistMs = 100;

/** Brings everything under a prefix into the queue: first and again after every gap all of it, else what changed. */
export async function runFeed<Key extends string>(options: FeedOptions<Key>): Promise<void> {
  const { clock, random, signal } = options;
  const feed = new Feed(options);
  while (!signal.aborted) {
    try {
      const revision = await feed.list();
      await feed.watch(revision);
    } catch (error) {
      const expected = error instanceof CompactedError;
      if (!expected) quietly(() => options.onFailure?.(error));
      await clock.sleep((expected ? relistMs : retryMs) * (0.5 + random.next()), signal);
    }
  }
}

class Feed<Key extends string> {
  readonly #options: FeedOptions<Key>;
  /** Whom each known key of the store concerns: a deletion that falls into a gap is noticed by its absence. */
  readonly #known = new Map<string, Key>();
  /** How far changes have been seen; what a list shows beyond that has changed in between. */
  #seen: number | undefined;

  constructor(options: FeedOptions<Key>) {
    this.#options = options;
  }

  async list(): Promise<number> {
    const { coordination, prefix, queue } = this.#options;
    const { revision, items } = await coordination.list(prefix);
    const seen = this.#seen ?? revision;
    const missing = new Map(this.#known);
    for (const { key, value, modRevision } of items) {
      missing.delete(key);
      this.#note({ key, value }, modRevision > seen ? 'changed' : 'resync');
    }
    for (const [key, concerned] of missing) {
      this.#known.delete(key);
      queue.add(concerned);
    }
    this.#seen = revision;
    return revision;
  }

  /** Until it is time to list again. */
  async watch(revision: number): Promise<void> {
    const { coordination, prefix, clock, random, signal, resyncMs = defaultResyncMs } = this.#options;
    // Spread out: many feeds that began together must not all list at once for ever.
    const round = timeLimit(clock, resyncMs * (0.9 + random.next() / 5), signal);
    try {
      for await (const change of coordination.watch(prefix, revision, round.signal)) {
        this.#note(change, 'changed');
        this.#seen = change.revision;
        if (change.type === 'delete') this.#known.delete(change.key);
      }
    } finally {
      round.release();
    }
  }

  #note(entry: FeedEntry, priority: 'changed' | 'resync'): void {
    const { keyOf, queue } = this.#options;
    const concerned = keyOf(entry) ?? this.#known.get(entry.key);
    if (concerned === undefined) return;
    this.#known.set(entry.key, concerned);
    queue.add(concerned, { priority });
  }
}
