import { type Change, CompactedError, type KeyValue, LeaseLostError } from '../../ports/coordination/index.ts';

/** One key as it came out of a commit; without `item` it is gone. */
export interface Effect {
  readonly key: string;
  readonly item?: KeyValue | undefined;
  readonly leased: boolean;
}

/** All that one revision changed. */
export interface Commit {
  readonly revision: number;
  readonly effects: readonly Effect[];
  readonly changes: readonly Change[];
}

export interface MvccOptions {
  /** Where a store that was closed goes on; all older revisions count as forgotten. */
  readonly revision?: number | undefined;
  readonly items?: readonly KeyValue[] | undefined;
  /** Changes to remember for watches that resume, at least. */
  readonly historyLimit?: number | undefined;
  /** Keeps a commit before it happens; when it throws, nothing has happened. */
  readonly persist?: ((commit: Commit) => void) | undefined;
  /** Hears of every commit that happened. */
  readonly publish?: ((commit: Commit) => void) | undefined;
}

interface HeldLease {
  ttlMs: number;
  deadline: number;
  readonly keys: Set<string>;
}

type Write = { readonly key: string; readonly value: string; readonly lease?: string | undefined };

/** Revisions, bounded history and leases, all in memory. Time comes in as monotonic milliseconds: it never waits. */
export class Mvcc {
  readonly #items = new Map<string, KeyValue>();
  readonly #leaseOf = new Map<string, string>();
  readonly #leases = new Map<string, HeldLease>();
  readonly #historyLimit: number;
  readonly #persist: ((commit: Commit) => void) | undefined;
  readonly #publish: ((commit: Commit) => void) | undefined;
  readonly #firstLease: number;
  #granted = 0;
  #history: Change[] = [];
  #revision: number;
  #compacted: number;

  constructor({ revision = 1, items = [], historyLimit = 10_000, persist, publish }: MvccOptions = {}) {
    for (const item of items) this.#items.set(item.key, item);
    this.#revision = revision;
    this.#compacted = revision;
    this.#historyLimit = historyLimit;
    this.#persist = persist;
    this.#publish = publish;
    // Ids of a former life must not be found again: its revisions were lower.
    this.#firstLease = revision * 1_000_000;
  }

  get revision(): number {
    return this.#revision;
  }

  get(key: string): KeyValue | undefined {
    return this.#items.get(key);
  }

  list(prefix: string): KeyValue[] {
    const found: KeyValue[] = [];
    for (const item of this.#items.values()) if (item.key.startsWith(prefix)) found.push(item);
    return found.toSorted((one, other) => (one.key < other.key ? -1 : 1));
  }

  /** @throws LeaseLostError */
  put({ key, value, lease }: Write): KeyValue {
    const held = lease === undefined ? undefined : this.#held(lease);
    const revision = this.#revision + 1;
    const item = {
      key,
      value,
      createRevision: this.#items.get(key)?.createRevision ?? revision,
      modRevision: revision,
    };
    this.#commit([{ key, item, leased: held !== undefined }]);
    this.#detach(key);
    if (lease !== undefined && held !== undefined) {
      held.keys.add(key);
      this.#leaseOf.set(key, lease);
    }
    return item;
  }

  delete(keys: readonly string[]): void {
    const effects = keys.filter((key) => this.#items.has(key)).map((key) => ({ key, leased: this.#leaseOf.has(key) }));
    if (effects.length > 0) this.#commit(effects);
    for (const { key } of effects) this.#detach(key);
  }

  grant(ttlMs: number, now: number): string {
    const id = String(this.#firstLease + this.#granted++);
    this.#leases.set(id, { ttlMs, deadline: now + ttlMs, keys: new Set() });
    return id;
  }

  /** @throws LeaseLostError */
  keepAlive(lease: string, now: number): number {
    const held = this.#held(lease);
    held.deadline = now + held.ttlMs;
    return held.ttlMs;
  }

  revoke(lease: string): void {
    const held = this.#leases.get(lease);
    if (held !== undefined) this.delete([...held.keys].toSorted());
    this.#leases.delete(lease);
  }

  /** Ends the leases whose time is up, the earliest first. */
  expire(now: number): void {
    const over = [...this.#leases].filter(([, { deadline }]) => deadline <= now);
    for (const [lease] of over.toSorted(([, one], [, other]) => one.deadline - other.deadline)) this.revoke(lease);
  }

  nextDeadline(): number | undefined {
    const deadlines = Array.from(this.#leases.values(), ({ deadline }) => deadline);
    return deadlines.length === 0 ? undefined : Math.min(...deadlines);
  }

  /** @throws CompactedError when not all of it is remembered, or when that revision is still to come */
  changesAfter(revision: number, prefix: string): Change[] {
    if (revision < this.#compacted) throw new CompactedError(`only revisions after ${this.#compacted} are remembered`);
    if (revision > this.#revision) throw new CompactedError(`revision ${revision} is not of this store`);
    const from = firstAfter(this.#history, revision);
    return this.#history.slice(from).filter(({ key }) => key.startsWith(prefix));
  }

  /** Forgets what led to `revision` and before. */
  compact(revision: number): void {
    this.#compacted = Math.max(this.#compacted, Math.min(revision, this.#revision));
    this.#history = this.#history.slice(firstAfter(this.#history, this.#compacted));
  }

  #commit(effects: readonly Effect[]): void {
    const revision = this.#revision + 1;
    const changes = effects.map(
      ({ key, item }): Change =>
        item === undefined
          ? { type: 'delete', key, value: '', revision }
          : { type: 'put', key, value: item.value, revision },
    );
    const commit = { revision, effects, changes };
    this.#persist?.(commit);
    this.#revision = revision;
    for (const { key, item } of effects) {
      if (item === undefined) this.#items.delete(key);
      else this.#items.set(key, item);
    }
    this.#history.push(...changes);
    if (this.#history.length > 2 * this.#historyLimit) this.#forget();
    this.#publish?.(commit);
  }

  #forget(): void {
    const oldest = this.#history.at(-this.#historyLimit);
    if (oldest !== undefined) this.compact(oldest.revision - 1);
  }

  #held(lease: string): HeldLease {
    const held = this.#leases.get(lease);
    if (held === undefined) throw new LeaseLostError(`lease ${lease} has ended`);
    return held;
  }

  #detach(key: string): void {
    const lease = this.#leaseOf.get(key);
    if (lease === undefined) return;
    this.#leases.get(lease)?.keys.delete(key);
    this.#leaseOf.delete(key);
  }
}

/** Where the changes after `revision` begin. */
function firstAfter(history: readonly Change[], revision: number): number {
  let [low, high] = [0, history.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((history[middle]?.revision ?? 0) <= revision) low = middle + 1;
    else high = middle;
  }
  return low;
}
