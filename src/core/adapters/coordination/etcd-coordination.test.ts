import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { VirtualClock } from '../../kernel/index.ts';
import { type CoordinationHarness, coordinationContract } from '../../ports/coordination/contract.ts';
import { CoordinationError } from '../../ports/coordination/index.ts';
import { SystemClock } from '../system/system-clock.ts';
import { EmbeddedCoordination } from './embedded-coordination.ts';
import { EtcdCoordination } from './etcd-coordination.ts';
import { startGateway } from './gateway-server.ts';

const clock = new SystemClock();

async function compactOver(url: string, revision: number): Promise<void> {
  const answer = await fetch(`${url}/v3/kv/compaction`, { method: 'POST', body: JSON.stringify({ revision }) });
  await answer.text();
}

async function overGateway(): Promise<CoordinationHarness> {
  const storeTime = new VirtualClock();
  const store = new EmbeddedCoordination({ clock: storeTime });
  const gateway = await startGateway({ coordination: store });
  const coordination = new EtcdCoordination({ endpoints: [gateway.url], clock });
  return {
    coordination,
    pass: (ms) => storeTime.advance(ms),
    compact: (revision) => compactOver(gateway.url, revision),
    close: async () => {
      await coordination.close();
      await gateway.close();
      store.close();
    },
  };
}

coordinationContract('our etcd client over the stand-in', overGateway);

const etcdUrl = process.env['ETCD_URL'];

async function overEtcd(url: string): Promise<CoordinationHarness> {
  const coordination = new EtcdCoordination({ endpoints: [url], clock });
  for (const { key } of (await coordination.list('')).items) await coordination.delete(key);
  return {
    coordination,
    pass: (ms) => clock.sleep(ms),
    compact: (revision) => compactOver(url, revision),
    close: () => coordination.close(),
  };
}

describe.skipIf(etcdUrl === undefined)('only with ETCD_URL, an etcd whose keys may all be deleted', () => {
  coordinationContract('etcd itself', () => overEtcd(etcdUrl ?? ''));
});

/** A network in front of the store that can be cut, or fall silent with its connections open. */
async function aNetwork(target: string): Promise<{ url: string; cut: () => void; hush: (silent: boolean) => void }> {
  const pairs = new Set<Socket>();
  let silent = false;
  const server = createServer((client) => {
    const upstream = connect(Number(new URL(target).port), '127.0.0.1');
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      pairs.add(from);
      from.on('data', (data) => silent || to.write(data));
      from.on('error', () => undefined);
      from.on('close', () => to.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of pairs) socket.destroy();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const cut = (): void => {
    for (const socket of pairs) socket.destroy();
  };
  return { url: `http://127.0.0.1:${port}`, cut, hush: (quiet) => (silent = quiet) };
}

async function aStore(): Promise<{ store: EmbeddedCoordination; url: string }> {
  const store = new EmbeddedCoordination({ clock: new VirtualClock() });
  const gateway = await startGateway({ coordination: store });
  onTestFinished(async () => {
    await gateway.close();
    store.close();
  });
  return { store, url: gateway.url };
}

test('a watch goes on after its connection was cut, without loss or duplicate', async () => {
  const { store, url } = await aStore();
  const network = await aNetwork(url);
  const coordination = new EtcdCoordination({ endpoints: [network.url], clock });
  onTestFinished(() => coordination.close());
  const stop = new AbortController();
  const { revision } = await coordination.list('');
  const seen: string[] = [];
  let written = 0;
  const write = (): Promise<number> => store.put('/k', String((written += 1)));
  await write();
  for await (const { value } of coordination.watch('/k', revision, stop.signal)) {
    seen.push(value);
    if (seen.length === 12) stop.abort();
    else if (seen.length % 4 === 1) {
      // Some before the cut, some after it: the latter are written while nobody is connected.
      await write();
      await write();
      network.cut();
      await write();
      await write();
    }
  }
  expect(seen).toEqual(Array.from({ length: 12 }, (_, index) => String(index + 1)));
});

test('a connection that falls silent without closing is given up, and the watch goes on', async () => {
  const { store, url } = await aStore();
  const network = await aNetwork(url);
  const coordination = new EtcdCoordination({ endpoints: [network.url], clock, idleMs: 100, timeoutMs: 500 });
  onTestFinished(() => coordination.close());
  const stop = new AbortController();
  const { revision } = await coordination.list('');
  const watch = coordination.watch('/k', revision, stop.signal)[Symbol.asyncIterator]();
  await store.put('/k', 'before');
  expect((await watch.next()).value?.value).toBe('before');
  network.hush(true);
  await store.put('/k', 'meanwhile');
  const next = watch.next();
  await expect(coordination.list('')).rejects.toThrow(CoordinationError);
  network.hush(false);
  expect((await next).value?.value).toBe('meanwhile');
  stop.abort();
});

test('a member that is down is passed over', async () => {
  const { store, url } = await aStore();
  const coordination = new EtcdCoordination({ endpoints: ['http://127.0.0.1:1', url], clock });
  onTestFinished(() => coordination.close());
  await coordination.put('/k', 'x');
  expect((await store.list('/k')).items).toHaveLength(1);
});

test('a store that nobody serves is an error of the port', async () => {
  const coordination = new EtcdCoordination({ endpoints: ['http://127.0.0.1:1'], clock });
  onTestFinished(() => coordination.close());
  await expect(coordination.put('/k', 'x')).rejects.toThrow(CoordinationError);
});
