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
import { EtcdHttp, type EtcdHttpOptions } from './etcd-http.ts';
import { isTokenRefusal } from './etcd-token.ts';
import {
  DeleteRangeAnswer,
  encode,
  GrantAnswer,
  KeepAliveAnswer,
  PutAnswer,
  prefixRange,
  RangeAnswer,
  RevokeAnswer,
  TxnAnswer,
  toChange,
  toKeyValue,
  WatchAnswer,
  type WatchResult,
} from './etcd-wire.ts';

export interface EtcdCoordinationOptions extends EtcdHttpOptions {
  readonly clock: Clock;
}

/** Answers stay small enough for any proxy on the way. */
const pageSize = 1_000;
const reopenMs = 200;
/** A list that is compacted away while it is read begins again; hardly ever twice. */
const listAttempts = 5;

interface Listing {
  readonly revision: number;
  readonly items: KeyValue[];
}

/** etcd v3 through its JSON gateway. Watches resume by themselves, at the revision after the last one they gave. */
export class EtcdCoordination implements Coordination {
  readonly #clock: Clock;
  readonly #http: EtcdHttp;
  readonly #closed = new AbortController();

  constructor({ clock, ...http }: EtcdCoordinationOptions) {
    this.#clock = clock;
    this.#http = new EtcdHttp(http);
  }

  async put(key: string, value: string, lease?: Lease): Promise<number> {
    const body = { key: encode(key), value: encode(value), lease: lease?.id ?? '0' };
    return (await this.#http.call('/v3/kv/put', body, PutAnswer)).header.revision;
  }

  async create(key: string, value: string, lease?: Lease): Promise<{ created: boolean; holder: KeyValue }> {
    const answer = await this.#http.call(
      '/v3/kv/txn',
      {
        compare: [createdAt(key, 0)],
        success: [{ request_put: { key: encode(key), value: encode(value), lease: lease?.id ?? '0' } }],
        failure: [{ request_range: { key: encode(key) } }],
      },
      TxnAnswer,
    );
    const { revision } = answer.header;
    if (answer.succeeded)
      return { created: true, holder: { key, value, createRevision: revision, modRevision: revision } };
    const [holder] = answer.responses[0]?.response_range?.kvs ?? [];
    if (holder === undefined) throw new CoordinationError(`etcd names no holder of ${key}`);
    return { created: false, holder: toKeyValue(holder) };
  }

  async remove(key: string, createRevision: number): Promise<boolean> {
    const success = [{ request_delete_range: { key: encode(key) } }];
    const body = { compare: [createdAt(key, createRevision)], success, failure: [] };
    return (await this.#http.call('/v3/kv/txn', body, TxnAnswer)).succeeded;
  }

  async delete(key: string): Promise<void> {
    await this.#http.call('/v3/kv/deleterange', { key: encode(key) }, DeleteRangeAnswer);
  }

  async list(prefix: string): Promise<Listing> {
    for (let attempt = 1; attempt <= listAttempts; attempt += 1) {
      const listed = await this.#pages(prefix).catch(undefinedWhenCompacted);
      if (listed !== undefined) return listed;
    }
    throw new CoordinationError(`etcd compacts faster than ${prefix} can be listed`);
  }

  /** @throws CompactedError when its revision is compacted away between two pages */
  async #pages(prefix: string): Promise<Listing> {
    const range = prefixRange(prefix);
    const first = await this.#http.call('/v3/kv/range', { ...range, limit: pageSize }, RangeAnswer);
    const { revision } = first.header;
    const items = first.kvs.map(toKeyValue);
    let page = first;
    while (page.more) {
      const key = encode(`${items.at(-1)?.key ?? ''}\0`);
      page = await this.#http.call('/v3/kv/range', { ...range, key, limit: pageSize, revision }, RangeAnswer);
      for (const item of page.kvs) items.push(toKeyValue(item));
    }
    return { revision, items };
  }

  async *watch(prefix: string, afterRevision: number, signal: AbortSignal): AsyncGenerator<Change, void, undefined> {
    const ended = AbortSignal.any([signal, this.#closed.signal]);
    let seen = afterRevision;
    while (!ended.aborted) {
      for await (const result of this.#results(prefix, seen, ended)) {
        seen = revisionAfter(result, seen);
        yield* changesOf(result, signal);
      }
      await this.#clock.sleep(reopenMs, ended);
    }
    if (!signal.aborted) throw new CoordinationError('the store was closed');
  }

  async grant(ttlMs: number): Promise<Lease> {
    const { ID: id, TTL } = await this.#http.call('/v3/lease/grant', { TTL: Math.ceil(ttlMs / 1_000) }, GrantAnswer);
    return { id, ttlMs: TTL * 1_000 };
  }

  async keepAlive(lease: Lease): Promise<void> {
    const { result } = await this.#http.call('/v3/lease/keepalive', { ID: lease.id }, KeepAliveAnswer);
    if (result.TTL <= 0) throw new LeaseLostError(`lease ${lease.id} has ended`);
  }

  async revoke(lease: Lease): Promise<void> {
    try {
      await this.#http.call('/v3/lease/revoke', { ID: lease.id }, RevokeAnswer);
    } catch (error) {
      if (!(error instanceof LeaseLostError)) throw error;
    }
  }

  /** Open watches end with a CoordinationError, and so do calls from now on. */
  async close(): Promise<void> {
    this.#closed.abort();
    await this.#http.close();
  }

  /** What one connection brings; ends without a word when it is lost. */
  async *#results(prefix: string, seen: number, signal: AbortSignal): AsyncGenerator<WatchResult, void, undefined> {
    const request = { ...prefixRange(prefix), start_revision: String(seen + 1), progress_notify: true };
    const lines = this.#http.stream('/v3/watch', { create_request: request }, signal);
    try {
      for await (const line of lines) {
        const { result } = WatchAnswer.parse(line);
        if (result.compact_revision > 0) throw new CompactedError(`compacted up to ${result.compact_revision}`);
        if (isTokenRefusal(result.cancel_reason)) this.#http.forgetToken();
        if (result.canceled) return;
        yield result;
      }
    } catch (error) {
      if (error instanceof CompactedError) throw error;
    }
  }
}

function undefinedWhenCompacted(error: unknown): undefined {
  if (!(error instanceof CompactedError)) throw error;
}

function createdAt(key: string, revision: number): object {
  return { key: encode(key), target: 'CREATE', result: 'EQUAL', create_revision: String(revision) };
}

/** How far the watch has come with this result. */
function revisionAfter({ header, created, events }: WatchResult, seen: number): number {
  // A long past comes in parts, each under the revision that the store has by now: how far it goes, only its events say.
  const last = events.at(-1)?.kv.mod_revision;
  if (last !== undefined) return last;
  // What says "created" may still owe older changes; other words without a change have brought all up to their revision.
  if (!created) return Math.max(seen, header.revision);
  if (header.revision < seen) throw new CompactedError(`etcd is at ${header.revision}, before ${seen}`);
  return seen;
}

function* changesOf({ events }: WatchResult, signal: AbortSignal): Generator<Change, void, undefined> {
  for (const event of events) {
    if (signal.aborted) return;
    yield toChange(event);
  }
}
