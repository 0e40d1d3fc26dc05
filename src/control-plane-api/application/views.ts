import { hasLeftLists } from '@lcm/core/domain/worker';
import type { Clock, Instant } from '@lcm/core/kernel';
import type { PublishedCommit } from '@lcm/core/ports/state-store';
import { type Aggregate, aggregates, type Kind, type StateOf } from './aggregates.ts';
import type { CommitLog } from './commit-log.ts';

/** The newest published state of one thing. */
export interface Item<State> {
  readonly state: State;
  readonly version: number;
  /** Where in the order of everything it got this state. */
  readonly position: number;
  readonly changedAt: Instant;
}

export interface ItemChange {
  readonly kind: Kind;
  readonly id: string;
  readonly item: Item<unknown>;
  readonly commit: PublishedCommit;
}

/** The newest state of everything, in memory, in step with the log: what queries and screens read. */
export class Views {
  readonly #items = new Map<Kind, Map<string, Item<unknown>>>();
  /** Deleted ones: nobody is shown them, but who has seen them must be told. */
  readonly #gone = new Map<Kind, Map<string, Item<unknown>>>();
  readonly #listeners = new Set<(change: ItemChange) => void>();
  readonly #log: CommitLog;

  constructor(log: CommitLog) {
    this.#log = log;
    log.follow((commits) => {
      for (const commit of commits) this.#apply(commit);
    });
  }

  get position(): number {
    return this.#log.position;
  }

  get<K extends Kind>(kind: K, id: string): Item<StateOf[K]> | undefined {
    return asItem(this.#of(kind).get(id));
  }

  /** Also when it is not on the lists any more. */
  getKnown<K extends Kind>(kind: K, id: string): Item<StateOf[K]> | undefined {
    return this.get(kind, id) ?? asItem(shelf(this.#gone, kind).get(id));
  }

  list<K extends Kind>(kind: K): readonly Item<StateOf[K]>[] {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the map of a kind holds its states only
    return [...this.#of(kind).values()] as readonly Item<StateOf[K]>[];
  }

  /** Also of what is not on the lists any more. */
  isKnown(kind: Kind, id: string): boolean {
    return this.#newest(kind, id) !== undefined;
  }

  /** Also of what is not on the lists any more. */
  newest(stream: string): Item<unknown> | undefined {
    const [kind, id] = splitStream(stream);
    return kind && this.#newest(kind, id);
  }

  /** Those that are not on the lists any more. */
  listGone<K extends Kind>(kind: K): readonly Item<StateOf[K]>[] {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the map of a kind holds its states only
    return [...shelf(this.#gone, kind).values()] as readonly Item<StateOf[K]>[];
  }

  /** Called after each change, with the commit that made it; in order. Returns how to stop. */
  onChange(listener: (change: ItemChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Resolves with true when `holds` does for the thing, with false when that took longer than `ms`. */
  async waitUntil<K extends Kind>(
    { kind, id }: { kind: K; id: string },
    holds: (state: StateOf[K]) => boolean,
    { ms, clock }: { ms: number; clock: Clock },
  ): Promise<boolean> {
    const now = (): boolean => {
      const item = this.get(kind, id);
      return item !== undefined && holds(item.state);
    };
    if (now()) return true;
    const stop = new AbortController();
    const unlisten = this.onChange((change) => {
      if (change.kind === kind && change.id === id && now()) stop.abort();
    });
    await clock.sleep(ms, stop.signal);
    unlisten();
    return now();
  }

  #apply(commit: PublishedCommit): void {
    const [kind, id] = splitStream(commit.stream);
    if (kind === undefined) return;
    const aggregate: Aggregate<unknown, never> = untyped(aggregates[kind]);
    const before = this.#newest(kind, id);
    const state = aggregate.fold(before?.state, commit);
    const item = { state, version: commit.version, position: commit.position, changedAt: commit.at };
    this.#place(kind, id, item);
    for (const listener of this.#listeners) listener({ kind, id, item, commit });
  }

  #newest(kind: Kind, id: string): Item<unknown> | undefined {
    return this.#of(kind).get(id) ?? shelf(this.#gone, kind).get(id);
  }

  #place(kind: Kind, id: string, item: Item<unknown>): void {
    const isGone = hasLeftLists(kind, item.state);
    const [to, from] = isGone ? [this.#gone, this.#items] : [this.#items, this.#gone];
    shelf(from, kind).delete(id);
    shelf(to, kind).set(id, item);
  }

  #of(kind: Kind): Map<string, Item<unknown>> {
    return shelf(this.#items, kind);
  }
}

type Shelves = Map<Kind, Map<string, Item<unknown>>>;

function shelf(shelves: Shelves, kind: Kind): Map<string, Item<unknown>> {
  const known = shelves.get(kind);
  if (known) return known;
  const fresh = new Map<string, Item<unknown>>();
  shelves.set(kind, fresh);
  return fresh;
}

/** Undefined kind: written by a later version of ours, or by something that has no views. */
export function splitStream(stream: string): readonly [Kind | undefined, string] {
  const slash = stream.indexOf('/');
  const name = stream.slice(0, slash);
  return [isKind(name) ? name : undefined, stream.slice(slash + 1)];
}

function isKind(name: string): name is Kind {
  return Object.hasOwn(aggregates, name);
}

function asItem<State>(item: Item<unknown> | undefined): Item<State> | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the map of a kind holds its states only
  return item as Item<State> | undefined;
}

function untyped(aggregate: (typeof aggregates)[Kind]): Aggregate<unknown, never> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a stream of a kind holds that kind's events
  return aggregate as unknown as Aggregate<unknown, never>;
}
