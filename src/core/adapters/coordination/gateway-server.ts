import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import * as z from 'zod';
import {
  type Change,
  CompactedError,
  type KeyValue,
  type Lease,
  LeaseLostError,
} from '../../ports/coordination/index.ts';
import type { EmbeddedCoordination } from './embedded-coordination.ts';
import { bytes, encode, grpcCode, int64 } from './etcd-wire.ts';
import { GatewayPages } from './gateway-pages.ts';

export interface GatewayOptions {
  readonly coordination: EmbeddedCoordination;
  /** A free one when left out. */
  readonly port?: number | undefined;
  readonly host?: string | undefined;
}

export interface Gateway {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * A stand-in for etcd in tests and trials: serves an embedded store over as much of etcd's JSON gateway as our own client
 * speaks. One process, no replication, no access control: not for production.
 */
export async function startGateway({ coordination, port = 0, host = '127.0.0.1' }: GatewayOptions): Promise<Gateway> {
  const handlers = { ...keyHandlers(coordination), ...leaseHandlers(coordination) };
  const server = createServer((request, response) => {
    void serve(handlers, request, response).catch((error: unknown) => fail(response, error));
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return { url: `http://${host}:${bound}`, close: () => close(server) };
}

type Handler = (body: unknown, response: ServerResponse) => Promise<object | undefined>;
type Handlers = Readonly<Record<string, Handler>>;

class Refusal extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const leaseId = z.union([z.string(), z.number()]).transform(String);
const Range = z.object({ key: bytes, range_end: bytes, limit: int64, revision: int64 });
const Put = z.object({ key: bytes, value: bytes, lease: leaseId.default('0') });
const DeleteRange = z.object({ key: bytes });
const Txn = z.object({
  compare: z.tuple([
    z.object({ key: bytes, target: z.literal('CREATE'), result: z.literal('EQUAL'), create_revision: int64 }),
  ]),
  success: z.tuple([z.union([z.object({ request_put: Put }), z.object({ request_delete_range: DeleteRange })])]),
});
const Watch = z.object({ create_request: z.object({ key: bytes, start_revision: int64 }) });
const Grant = z.object({ TTL: int64 });
const LeaseRef = z.object({ ID: leaseId });
const Compaction = z.object({ revision: int64 });

function keyHandlers(store: EmbeddedCoordination): Handlers {
  const pages = new GatewayPages(store);
  return {
    '/v3/kv/range': async (body) => {
      const { range_end: end, ...range } = Range.parse(body);
      const { revision, items, more } = await pages.range({ ...range, end });
      return { ...header(revision), kvs: items.map(toWire), ...(more && { more }) };
    },
    '/v3/kv/put': async (body) => {
      const { key, value, lease: id } = Put.parse(body);
      return header(await store.put(key, value, id === '0' ? undefined : leaseOf(id)));
    },
    '/v3/kv/deleterange': async (body) => {
      const { key } = DeleteRange.parse(body);
      await store.delete(key);
      return header((await store.list(key)).revision);
    },
    '/v3/kv/txn': (body) => transact(store, body),
    '/v3/kv/compaction': async (body) => {
      const { revision } = Compaction.parse(body);
      store.compact(revision);
      pages.compact(revision);
      return {};
    },
    '/v3/watch': async (body, response) => {
      const { key, start_revision: start } = Watch.parse(body).create_request;
      await stream(store, { prefix: key === '\0' ? '' : key, afterRevision: start - 1 }, response);
      return undefined;
    },
  };
}

function leaseHandlers(store: EmbeddedCoordination): Handlers {
  const ttls = new Map<string, number>();
  return {
    '/v3/lease/grant': async (body) => {
      const { TTL } = Grant.parse(body);
      const { id } = await store.grant(TTL * 1_000);
      ttls.set(id, TTL);
      return { ID: id, TTL: String(TTL) };
    },
    '/v3/lease/keepalive': async (body) => {
      const { ID } = LeaseRef.parse(body);
      const kept = await store.keepAlive(leaseOf(ID)).then(
        () => true,
        () => false,
      );
      if (!kept) ttls.delete(ID);
      return { result: { ID, ...(kept && { TTL: String(ttls.get(ID) ?? 0) }) } };
    },
    '/v3/lease/revoke': async (body) => {
      const { ID } = LeaseRef.parse(body);
      await store.revoke(leaseOf(ID));
      ttls.delete(ID);
      return {};
    },
  };
}

/** The store itself knows how long its leases are. */
function leaseOf(id: string): Lease {
  return { id, ttlMs: 0 };
}

/** The two transactions our client knows: create unless it is there, and delete if it is still the same. */
async function transact(store: EmbeddedCoordination, body: unknown): Promise<object> {
  const { compare, success } = Txn.parse(body);
  const [{ create_revision: expected }] = compare;
  const [operation] = success;
  if ('request_delete_range' in operation) {
    return { succeeded: await store.remove(operation.request_delete_range.key, expected) };
  }
  const { key, value, lease: id } = operation.request_put;
  if (expected !== 0) throw new Refusal(grpcCode.unimplemented, 'only a put of a new key');
  const { created, holder } = await store.create(key, value, id === '0' ? undefined : leaseOf(id));
  if (created) return { ...header(holder.modRevision), succeeded: true };
  return { responses: [{ response_range: { kvs: [toWire(holder)] } }] };
}

interface WatchOptions {
  readonly prefix: string;
  readonly afterRevision: number;
}

async function stream(store: EmbeddedCoordination, watch: WatchOptions, response: ServerResponse): Promise<void> {
  const ended = new AbortController();
  response.once('close', () => ended.abort());
  const { revision } = await store.list(watch.prefix);
  response.writeHead(200, { 'content-type': 'application/json' });
  const say = async (result: object): Promise<void> => {
    const free = response.write(`${JSON.stringify({ result })}\n`);
    if (!free && !ended.signal.aborted) await once(response, 'drain', { signal: ended.signal }).catch(() => undefined);
  };
  await say({ ...header(revision), created: true });
  try {
    for await (const batch of batches(store.watch(watch.prefix, watch.afterRevision, ended.signal))) {
      // As etcd does: the revision is that of the store by now, also when more of the past is still to come.
      await say({ ...header((await store.list(watch.prefix)).revision), events: batch.map(toEvent) });
    }
  } catch (error) {
    if (!(error instanceof CompactedError)) throw error;
    await say({ canceled: true, compact_revision: String(revision) });
  }
  response.end();
}

/** What etcd sends of a long past at once. */
const maxBatch = 1_000;

/** Much that is there at once comes at once: changes of one revision must not be torn apart by a lost connection. */
async function* batches(changes: AsyncIterable<Change>): AsyncGenerator<Change[], void, undefined> {
  const iterator = changes[Symbol.asyncIterator]();
  let pending = iterator.next();
  for (let first = await pending; first.done !== true; first = await pending) {
    const batch = [first.value];
    pending = iterator.next();
    for (let more = await soon(pending); more && fits(batch, more); more = await soon(pending)) {
      batch.push(more);
      pending = iterator.next();
    }
    yield batch;
  }
}

function fits(batch: readonly Change[], more: Change): boolean {
  return batch.length < maxBatch || more.revision === batch.at(-1)?.revision;
}

async function soon(next: Promise<IteratorResult<Change, unknown>>): Promise<Change | undefined> {
  // A failure is heard when the batch is out.
  const result = await Promise.race([next.catch(() => undefined), turn()]);
  return result === undefined || result.done === true ? undefined : result.value;
}

function header(revision: number): { header: { revision: string } } {
  return { header: { revision: String(revision) } };
}

function toWire({ key, value, createRevision, modRevision }: KeyValue): object {
  const revisions = { create_revision: String(createRevision), mod_revision: String(modRevision) };
  return { key: encode(key), value: encode(value), ...revisions };
}

function toEvent({ type, key, value, revision }: Change): object {
  const kv = { key: encode(key), mod_revision: String(revision) };
  return type === 'delete' ? { type: 'DELETE', kv } : { kv: { ...kv, value: encode(value) } };
}

async function serve(handlers: Handlers, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const handler = handlers[request.url ?? ''];
  if (handler === undefined) throw new Refusal(grpcCode.unimplemented, `no such call: ${request.url}`);
  const body = await readJson(request);
  const answer = await handler(body, response);
  if (answer !== undefined) send(response, { status: 200, body: answer });
}

/** etcd's own limit for one request. */
const maxBodyBytes = 1.5 * 1024 * 1024;

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk);
    size += part.length;
    if (size > maxBodyBytes) throw new Refusal(grpcCode.invalidArgument, 'etcdserver: request is too large');
    chunks.push(part);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { code, message } = refusalOf(error);
  send(response, { status: code === grpcCode.unavailable ? 503 : 400, body: { code, message, error: message } });
}

function refusalOf(error: unknown): { code: number; message: string } {
  if (error instanceof Refusal) return error;
  if (error instanceof LeaseLostError)
    return { code: grpcCode.notFound, message: 'etcdserver: requested lease not found' };
  if (error instanceof CompactedError)
    return { code: grpcCode.outOfRange, message: 'etcdserver: mvcc: required revision has been compacted' };
  if (error instanceof z.ZodError || error instanceof SyntaxError) {
    return { code: grpcCode.invalidArgument, message: error.message };
  }
  return { code: grpcCode.unavailable, message: 'etcdserver: the store does not answer' };
}

function send(response: ServerResponse, { status, body }: { status: number; body: object }): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
