import { describe, expect, onTestFinished, test } from 'vitest';
import { type Change, CompactedError, CoordinationError, LeaseLostError } from '../../ports/coordination/index.ts';
import type { EtcdCoordination } from './etcd-coordination.ts';
import {
  aClient,
  aNetwork,
  type FaultTarget,
  faultTargets,
  type NamedTarget,
  openStandIn,
} from './testing/fault-targets.ts';
import type { FaultyProxy } from './testing/faulty-proxy.ts';

interface World extends FaultTarget {
  readonly network: FaultyProxy;
  readonly client: EtcdCoordination;
}

type Open = (patience?: Parameters<typeof aClient>[1]) => Promise<World>;

function opening({ open }: NamedTarget): Open {
  return async (patience) => {
    const target = await open();
    const network = await aNetwork(target);
    return { ...target, network, client: aClient([network], patience) };
  };
}

/** A watch that ends with its test. */
function watching(client: EtcdCoordination, prefix: string, revision: number): AsyncIterator<Change, void> {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  return client.watch(prefix, revision, stop.signal)[Symbol.asyncIterator]();
}

async function next(watch: AsyncIterator<Change, void>, count: number): Promise<(string | undefined)[]> {
  const values: (string | undefined)[] = [];
  while (values.length < count) values.push((await watch.next()).value?.value);
  return values;
}

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));

async function putAll({ direct }: FaultTarget, values: readonly string[]): Promise<number> {
  let revision = 0;
  for (const value of values) revision = await direct.put('/k', value);
  return revision;
}

describe.each(faultTargets)('etcd-faults $name', (target) => {
  const open = opening(target);
  watchFaults(open);
  callFaults(open);
  listFaults(open);
});

function watchFaults(open: Open): void {
  test('a watch goes on after each cut, with nothing missing and nothing twice', async () => {
    const world = await open();
    const watch = watching(world.client, '/k', (await world.direct.list('')).revision);
    for (const round of [0, 1, 2]) {
      await putAll(world, numbers(round * 4 + 1, round * 4 + 2));
      expect(await next(watch, 1)).toEqual([String(round * 4 + 1)]);
      world.network.cut();
      await putAll(world, numbers(round * 4 + 3, round * 4 + 4));
      expect(await next(watch, 3)).toEqual(numbers(round * 4 + 2, round * 4 + 4));
    }
  });

  test('a watch that is cut in the middle of a long past goes on where it was', async () => {
    const world = await open();
    const { revision } = await world.direct.list('');
    const values = numbers(1, 2_500).map((number) => number.padStart(300, '.'));
    for (let from = 0; from < values.length; from += 100) await putAll(world, values.slice(from, from + 100));
    const watch = watching(world.client, '/k', revision);
    // More than the thousand revisions that etcd sends at once, and not all of the next thousand.
    const lost = world.network.limitAnswers(600_000);
    const seen = await next(watch, 1);
    await lost;
    await world.network.heal();
    expect([...seen, ...(await next(watch, 2_499))]).toEqual(values);
  });

  test('a watch whose connection falls silent without closing gives it up and goes on', async () => {
    const world = await open({ idleMs: 100, timeoutMs: 200 });
    const watch = watching(world.client, '/k', (await world.direct.list('')).revision);
    await putAll(world, ['before']);
    expect(await next(watch, 1)).toEqual(['before']);
    world.network.hold();
    await putAll(world, ['meanwhile']);
    await expect(world.client.list('')).rejects.toThrow(CoordinationError);
    await world.network.heal();
    expect(await next(watch, 1)).toEqual(['meanwhile']);
  });

  test('a watch that misses what was compacted away says so', async () => {
    const world = await open();
    const watch = watching(world.client, '/k', (await world.direct.list('')).revision);
    await putAll(world, ['before']);
    expect(await next(watch, 1)).toEqual(['before']);
    await world.network.refuse();
    await world.compact(await putAll(world, ['lost', 'lost too', 'last']));
    await world.network.heal();
    await expect(watch.next()).rejects.toThrow(CompactedError);
  });

  test('a watch that begins while nobody answers begins when somebody does', async () => {
    const world = await open();
    const { revision } = await world.direct.list('');
    await world.network.refuse();
    const first = watching(world.client, '/k', revision).next();
    await expect(world.client.list('')).rejects.toThrow(CoordinationError);
    await putAll(world, ['meanwhile']);
    await world.network.heal();
    expect((await first).value?.value).toBe('meanwhile');
  });

  test('a watch and calls go on with another member when theirs dies', async () => {
    const world = await open();
    const first = await aNetwork(world);
    const both = aClient([first, world.network]);
    const watch = watching(both, '/k', (await both.list('')).revision);
    await putAll(world, ['1']);
    expect(await next(watch, 1)).toEqual(['1']);
    await first.refuse();
    // On a connection that was open, nobody can know whether the request arrived.
    await both.put('/k', '2').catch(() => both.put('/k', '2'));
    await both.put('/k', '3');
    expect(await next(watch, 2)).toEqual(['2', '3']);
  });

  test('a watch ends when the store behind it was replaced by an empty one, and a list shows what is there now', async () => {
    const world = await open();
    await putAll(world, numbers(1, 20));
    const watch = watching(world.client, '/k', (await world.direct.list('')).revision);
    await putAll(world, ['seen']);
    expect(await next(watch, 1)).toEqual(['seen']);
    const empty = await openStandIn();
    world.network.redirect(empty.url);
    world.network.cut();
    await expect(watch.next()).rejects.toThrow(CompactedError);
    const { revision, items } = await world.client.list('');
    expect(items).toEqual([]);
    const fresh = watching(world.client, '/k', revision);
    await putAll(empty, ['new']);
    expect(await next(fresh, 1)).toEqual(['new']);
  });
}

function callFaults(open: Open): void {
  test('a call whose answer is lost is unknown to have happened, and is safe to repeat', async () => {
    const { client, network, direct } = await open();
    void network.limitAnswers(0);
    await expect(client.put('/k', 'x')).rejects.toThrow(CoordinationError);
    await network.heal();
    expect((await direct.list('/k')).items).toMatchObject([{ value: 'x' }]);
    await client.put('/k', 'x');
    expect((await direct.list('/k')).items).toMatchObject([{ value: 'x' }]);
  });

  test('a call that created a key without hearing of it finds itself as its holder, and the lease takes the key along', async () => {
    const { client, network, direct } = await open();
    const lease = await client.grant(60_000);
    void network.limitAnswers(0);
    await expect(client.create('/leader', 'me', lease)).rejects.toThrow(CoordinationError);
    await network.heal();
    expect(await client.create('/leader', 'me', lease)).toMatchObject({ created: false, holder: { value: 'me' } });
    await client.revoke(lease);
    expect((await direct.list('/leader')).items).toEqual([]);
  });

  test('a call that renews a lease too late is told that it is lost', async () => {
    const { client, network, direct, ttlMs } = await open({ timeoutMs: 100 });
    const ended = watching(direct, '/leased', (await direct.list('')).revision);
    const lease = await client.grant(ttlMs);
    await client.put('/leased', 'x', lease);
    network.hold();
    await expect(client.keepAlive(lease)).rejects.toThrow(CoordinationError);
    expect(await next(ended, 2)).toEqual(['x', '']);
    await network.heal();
    await expect(client.keepAlive(lease)).rejects.toThrow(LeaseLostError);
  });

  test('a call that nobody answers in time is given up, and later ones are not held up by it', async () => {
    const { client, network } = await open({ timeoutMs: 100 });
    network.hold();
    await expect(Promise.all([client.put('/k', 'x'), client.list('')])).rejects.toThrow(CoordinationError);
    await network.heal();
    expect(await client.put('/k', 'y')).toBeGreaterThan(0);
  });
}

/** More than two pages, one of them in the middle. */
const many = Array.from({ length: 2_100 }, (_, index) => `/many/${String(index).padStart(5, '0')}`);

async function putMany({ direct }: FaultTarget): Promise<void> {
  for (let from = 0; from < many.length; from += 100)
    await Promise.all(many.slice(from, from + 100).map(async (key) => direct.put(key, 'x')));
}

function listFaults(open: Open): void {
  test('a list of many pages is of one revision, whatever changes between its pages', async () => {
    const world = await open();
    await putMany(world);
    const { revision: before } = await world.direct.list('/none');
    let pages = 0;
    world.network.before('answer', async (text) => {
      if (!text.startsWith('HTTP/')) return;
      pages += 1;
      await world.direct.delete(many.at(-pages) ?? '');
      await world.direct.put(`/many/${pages}`, 'new');
    });
    const { revision, items } = await world.client.list('/many/');
    expect([pages, revision]).toEqual([3, before]);
    expect(items.map(({ key }) => key)).toEqual(many);
  });

  test('a list of many pages begins again when its revision is compacted away between two pages', async () => {
    const world = await open();
    await putMany(world);
    let pages = 0;
    world.network.before('answer', async (text) => {
      if (!text.startsWith('HTTP/')) return;
      pages += 1;
      if (pages === 1) await world.compact(await world.direct.put('/many/1', 'new'));
    });
    const { items } = await world.client.list('/many/');
    expect(items.map(({ key }) => key)).toEqual([...many, '/many/1']);
  });
}
