import type { Clock } from '../../kernel/index.ts';
import {
  type Change,
  CompactedError,
  type Coordination,
  CoordinationError,
  type KeyValue,
  type Lease,
  LeaseLostError,
} from '../../ports/coordination/index.ts';
import { ChangeInbox } from './change-inbox.ts';
import { type Commit, Mvcc } from './mvcc.ts';

/** Where an embedded store keeps its keys beyond the process. Synchronous: written when it returns. */
export interface CoordinationJournal {
  /** What was kept, at a revision that is higher than any it has ever given. */
  load(): { readonly revision: number; readonly items: readonly KeyValue[] };
  write(commit: Commit): void;
  close(): void;
}

export interface EmbeddedCoordinationOptions {
  readonly clock: Clock;
  /** Without one, the store ends with the process. */
  readonly journal?: CoordinationJournal | undefined;
  /** Changes that are remembered for watches that resume, and that one watch may be behind. */
  readonly historyLimit?: number | undefined;
}

const retryExpiryMs = 1_000;

/** The coordination store inside one process: etcd's ordering, resumable watches and leases, judged by the given clock. */
export class EmbeddedCoordination implements Coordination {
  readonly #clock: Clock;
  readonly #journal: CoordinationJournal | undefined;
  readonly #historyLimit: number;
  readonly #mvcc: Mvcc;
  readonly #watches = new Map<ChangeInbox, string>();
  readonly #closed = new AbortController();
  #nap: { readonly until: number; readonly end: AbortController } | undefined;

  constructor({ clock, journal, historyLimit = 10_000 }: EmbeddedCoordinationOptions) {
    this.#clock = clock;
    this.#journal = journal;
    this.#historyLimit = historyLimit;
    this.#mvcc = new Mvcc({
      ...journal?.load(),
      historyLimit,
      persist: journal && ((commit) => journal.write(commit)),
      publish: (commit) => this.#publish(commit),
    });
  }

  async put(key: string, value: string, lease?: Lease): Promise<number> {
    return this.#do(() => this.#mvcc.put({ key, value, lease: lease?.id }).modRevision);
  }

  async create(key: string, value: string, lease?: Lease): Promise<{ created: boolean; holder: KeyValue }> {
    return this.#do(() => {
      const holder = this.#mvcc.get(key);
      if (holder !== undefined) return { created: false, holder };
      return { created: true, holder: this.#mvcc.put({ key, value, lease: lease?.id }) };
    });
  }

  async remove(key: string, createRevision: number): Promise<boolean> {
    return this.#do(() => {
      if (this.#mvcc.get(key)?.createRevision !== createRevision) return false;
      this.#mvcc.delete([key]);
      return true;
    });
  }

  async delete(key: string): Promise<void> {
    this.#do(() => this.#mvcc.delete([key]));
  }

  async list(prefix: string): Promise<{ revision: number; items: KeyValue[] }> {
    return this.#do(() => ({ revision: this.#mvcc.revision, items: this.#mvcc.list(prefix) }));
  }

  async *watch(prefix: string, afterRevision: number, signal: AbortSignal): AsyncGenerator<Change, void, undefined> {
    if (signal.aborted) return;
    const missed = this.#do(() => this.#mvcc.changesAfter(afterRevision, prefix));
    const inbox = new ChangeInbox(this.#historyLimit * 2);
    inbox.push(missed);
    this.#watches.set(inbox, prefix);
    try {
      yield* inbox.read(signal);
    } finally {
      this.#watches.delete(inbox);
    }
  }

  async grant(ttlMs: number): Promise<Lease> {
    const id = this.#do(() => this.#mvcc.grant(ttlMs, this.#clock.monotonic()));
    this.#wakeForExpiry();
    return { id, ttlMs };
  }

  async keepAlive(lease: Lease): Promise<void> {
    this.#do(() => this.#mvcc.keepAlive(lease.id, this.#clock.monotonic()));
  }

  async revoke(lease: Lease): Promise<void> {
    this.#do(() => this.#mvcc.revoke(lease.id));
  }

  /** Forgets the history up to `revision`, as etcd does when asked to or by its own schedule. */
  compact(revision: number): void {
    this.#do(() => this.#mvcc.compact(revision));
  }

  /** Watches end with a CoordinationError, and so does every later call. */
  close(): void {
    if (this.#closed.signal.aborted) return;
    this.#closed.abort();
    this.#nap?.end.abort();
    for (const inbox of this.#watches.keys()) inbox.fail(new CoordinationError('the store was closed'));
    this.#journal?.close();
  }

  #do<Value>(work: () => Value): Value {
    if (this.#closed.signal.aborted) throw new CoordinationError('the store was closed');
    try {
      this.#mvcc.expire(this.#clock.monotonic());
      return work();
    } catch (error) {
      if (error instanceof LeaseLostError || error instanceof CompactedError) throw error;
      throw new CoordinationError('the store could not keep its journal', { cause: error });
    }
  }

  #publish({ changes }: Commit): void {
    for (const [inbox, prefix] of this.#watches) {
      const concerned = changes.filter(({ key }) => key.startsWith(prefix));
      if (concerned.length > 0) inbox.push(concerned);
    }
  }

  #wakeForExpiry(): void {
    const deadline = this.#mvcc.nextDeadline();
    if (deadline === undefined) return;
    if (this.#nap === undefined) void this.#expireInTime();
    else if (deadline < this.#nap.until) this.#nap.end.abort('earlier');
  }

  async #expireInTime(): Promise<void> {
    let deadline = this.#mvcc.nextDeadline();
    while (deadline !== undefined && !this.#closed.signal.aborted) {
      this.#nap = { until: deadline, end: new AbortController() };
      await this.#clock.sleep(deadline - this.#clock.monotonic(), this.#nap.end.signal);
      await this.#expireNow();
      deadline = this.#mvcc.nextDeadline();
    }
    this.#nap = undefined;
  }

  async #expireNow(): Promise<void> {
    try {
      this.#do(() => undefined);
    } catch {
      // Whoever asks the store next hears of it; here it can only be tried again.
      await this.#clock.sleep(retryExpiryMs, this.#closed.signal);
    }
  }
}
