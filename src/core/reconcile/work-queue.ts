import { type Clock, Heap, type Random } from '../kernel/index.ts';

/** Changed keys go before those that are only looked at again. */
export type Priority = 'changed' | 'resync';

export interface WorkQueueOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** The wait after a first failure; each further one doubles it. */
  readonly backoffMinMs?: number | undefined;
  readonly backoffMaxMs?: number | undefined;
}

export interface AddOptions {
  readonly afterMs?: number | undefined;
  readonly priority?: Priority | undefined;
}

export interface QueueDepth {
  readonly ready: number;
  readonly waiting: number;
  readonly inFlight: number;
}

/** A key that waits for its time or for a worker. Replaced, never changed, so that stale copies in the heap are known. */
interface Entry<Key> {
  readonly key: Key;
  readonly dueAt: number;
  readonly priority: Priority;
  readonly order: number;
  ready: boolean;
}

/** Every so often a resynced key goes first, so that a flood of changes cannot keep it away for ever. */
const resyncTurn = 10;

/** Timers of the machine overflow after 24 days and would then fire at once. */
const longestNapMs = 86_400_000;

/**
 * Keys to look at, never why. A key is in it once: adding it again keeps the earliest time and the higher priority.
 * A key that is being worked on is not handed out a second time; what was added meanwhile counts once it is `done`.
 */
export class WorkQueue<Key extends string> {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #backoffMinMs: number;
  readonly #backoffMaxMs: number;
  readonly #entries = new Map<Key, Entry<Key>>();
  readonly #inFlight = new Set<Key>();
  readonly #failures = new Map<Key, number>();
  readonly #later = new Heap<Entry<Key>>((one, other) => one.dueAt < other.dueAt || ties(one, other));
  readonly #ready = { changed: new Map<Key, Entry<Key>>(), resync: new Map<Key, Entry<Key>>() };
  readonly #stopped = new AbortController();
  #takers: ((key: Key | undefined) => void)[] = [];
  #drained: (() => void)[] = [];
  #nap: { readonly until: number; readonly end: AbortController } | undefined;
  #order = 0;
  #taken = 0;

  constructor({ clock, random, backoffMinMs = 200, backoffMaxMs = 60_000 }: WorkQueueOptions) {
    this.#clock = clock;
    this.#random = random;
    this.#backoffMinMs = backoffMinMs;
    this.#backoffMaxMs = backoffMaxMs;
  }

  get depth(): QueueDepth {
    const ready = this.#ready.changed.size + this.#ready.resync.size;
    return { ready, waiting: this.#entries.size - ready, inFlight: this.#inFlight.size };
  }

  add(key: Key, { afterMs = 0, priority = 'changed' }: AddOptions = {}): void {
    const present = this.#entries.get(key);
    const wanted = sooner(present, { dueAt: this.#clock.monotonic() + Math.max(0, afterMs), priority });
    if (wanted === present) return;
    if (present !== undefined) this.#ready[present.priority].delete(key);
    const entry = { key, dueAt: wanted.dueAt, priority: wanted.priority, order: this.#order++, ready: false };
    this.#entries.set(key, entry);
    // The entry of a key in flight lies aside until that is done.
    if (!this.#inFlight.has(key)) this.#place(entry);
  }

  /** The next key to work on, as soon as there is one; undefined when the queue is stopped. Answer each with `done`. */
  async next(): Promise<Key | undefined> {
    if (this.#stopped.signal.aborted) return undefined;
    return this.#take() ?? new Promise((resolve) => this.#takers.push(resolve));
  }

  /** Work on the key has ended. */
  done(key: Key): void {
    this.#inFlight.delete(key);
    const entry = this.#entries.get(key);
    if (entry !== undefined) this.#place(entry);
    if (this.#inFlight.size === 0) for (const resolve of this.#drained.splice(0)) resolve();
  }

  /** Adds the key again after its back-off, which doubles with every failure in a row. Answers with the wait. */
  addAfterFailure(key: Key): number {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    const full = Math.min(this.#backoffMaxMs, this.#backoffMinMs * 2 ** Math.min(failures, 52));
    const afterMs = full * (0.5 + this.#random.next() / 2);
    this.add(key, { afterMs });
    return afterMs;
  }

  /** The next failure of the key is a first one again. */
  forgetFailures(key: Key): void {
    this.#failures.delete(key);
  }

  /** Hands out nothing more; resolves when all work in flight is done. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#nap?.end.abort();
    for (const resolve of this.#takers.splice(0)) resolve(undefined);
    if (this.#inFlight.size > 0) await new Promise<void>((resolve) => this.#drained.push(resolve));
  }

  #place(entry: Entry<Key>): void {
    if (entry.dueAt <= this.#clock.monotonic()) this.#makeReady(entry);
    else {
      this.#later.push(entry);
      this.#forgetStale();
      this.#wakeInTime();
    }
  }

  /** Entries that were replaced stay in the heap until their time; not more of them than of living ones. */
  #forgetStale(): void {
    if (this.#later.size < 2 * this.#entries.size + 64) return;
    this.#later.keep((entry) => this.#entries.get(entry.key) === entry && !entry.ready);
  }

  #makeReady(entry: Entry<Key>): void {
    entry.ready = true;
    this.#ready[entry.priority].set(entry.key, entry);
    const [taker] = this.#takers;
    if (taker === undefined) return;
    this.#takers.shift();
    taker(this.#take());
  }

  #take(): Key | undefined {
    const { changed, resync } = this.#ready;
    const turn = this.#taken % resyncTurn === resyncTurn - 1;
    const [first, second] = turn ? [resync, changed] : [changed, resync];
    const key = first.keys().next().value ?? second.keys().next().value;
    if (key === undefined) return undefined;
    changed.delete(key);
    resync.delete(key);
    this.#taken += 1;
    this.#entries.delete(key);
    this.#inFlight.add(key);
    return key;
  }

  /** The earliest entry that still counts. */
  #earliest(): Entry<Key> | undefined {
    for (let entry = this.#later.peek(); entry !== undefined; entry = this.#later.peek()) {
      if (this.#entries.get(entry.key) === entry && !entry.ready) return entry;
      this.#later.pop();
    }
    return undefined;
  }

  #wakeInTime(): void {
    const earliest = this.#earliest();
    if (earliest === undefined) return;
    if (this.#nap === undefined) void this.#hatch();
    else if (earliest.dueAt < this.#nap.until) this.#nap.end.abort('earlier');
  }

  /** Makes entries ready when their time comes, for as long as there are any. */
  async #hatch(): Promise<void> {
    let earliest = this.#earliest();
    while (earliest !== undefined && !this.#stopped.signal.aborted) {
      const waitMs = earliest.dueAt - this.#clock.monotonic();
      if (waitMs > 0) {
        this.#nap = { until: earliest.dueAt, end: new AbortController() };
        await this.#clock.sleep(Math.min(waitMs, longestNapMs), this.#nap.end.signal);
      } else {
        this.#later.pop();
        this.#makeReady(earliest);
      }
      earliest = this.#earliest();
    }
    this.#nap = undefined;
  }
}

function ties<Key>(one: Entry<Key>, other: Entry<Key>): boolean {
  return one.dueAt === other.dueAt && one.order < other.order;
}

type Wanted = Pick<Entry<never>, 'dueAt' | 'priority'>;

/** The earlier time and the higher priority of both; the present one itself when that changes nothing. */
function sooner(present: Wanted | undefined, asked: Wanted): Wanted {
  if (present === undefined) return asked;
  const dueAt = Math.min(present.dueAt, asked.dueAt);
  const priority = present.priority === 'changed' ? 'changed' : asked.priority;
  return dueAt === present.dueAt && priority === present.priority ? present : { dueAt, priority };
}
