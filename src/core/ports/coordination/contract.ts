import { describe, expect, onTestFinished, test } from 'vitest';
import { type Change, CompactedError, type Coordination, LeaseLostError } from './index.ts';

/** One store under test, empty under the prefixes the tests use. */
export interface CoordinationHarness {
  readonly coordination: Coordination;
  /** Lets this much time pass for the store's leases. */
  readonly pass: (ms: number) => Promise<void>;
  /** Makes the store forget the history up to this revision. */
  readonly compact: (revision: number) => Promise<void>;
  /** Closes the store and opens it again; absent where it does not outlive its closing. */
  readonly reopen?: (() => Promise<Coordination>) | undefined;
  readonly close: () => Promise<void>;
}

/** The shortest lease that every store grants as asked. */
const ttlMs = 2_000;
const longTtlMs = 60_000;

/** What every coordination store promises; each adapter's test file calls this once. */
export function coordinationContract(name: string, open: () => Promise<CoordinationHarness>): void {
  const use = async (): Promise<CoordinationHarness> => {
    const harness = await open();
    onTestFinished(() => harness.close());
    return harness;
  };
  describe(`Coordination: ${name}`, () => {
    keysContract(use);
    racesContract(use);
    watchContract(use);
    resumptionContract(use);
    leasesContract(use);
    reopeningContract(use);
  });
}

type Use = () => Promise<CoordinationHarness>;

/** The next `count` changes after a revision, then the watch is ended. */
async function changesAfter(
  coordination: Coordination,
  { prefix, revision, count }: { prefix: string; revision: number; count: number },
): Promise<Change[]> {
  const stop = new AbortController();
  const seen: Change[] = [];
  for await (const change of coordination.watch(prefix, revision, stop.signal)) {
    seen.push(change);
    if (seen.length === count) stop.abort();
  }
  return seen;
}

function keysContract(use: Use): void {
  test('what was put is listed, sorted, with the revisions at which it came and changed', async () => {
    const { coordination } = await use();
    const second = await coordination.put('/a/2', 'two');
    const first = await coordination.put('/a/1', 'one');
    const changed = await coordination.put('/a/2', 'zwei ü 💡');
    await coordination.put('/b/1', 'elsewhere');
    const { items, revision } = await coordination.list('/a/');
    expect(items).toEqual([
      { key: '/a/1', value: 'one', createRevision: first, modRevision: first },
      { key: '/a/2', value: 'zwei ü 💡', createRevision: second, modRevision: changed },
    ]);
    expect(revision).toBe(changed + 1);
  });

  test('every write has a higher revision than the one before it', async () => {
    const { coordination } = await use();
    const revisions: number[] = [];
    for (const value of ['1', '2', '3']) revisions.push(await coordination.put('/k', value));
    expect(revisions).toEqual(revisions.toSorted((one, other) => one - other));
    expect(new Set(revisions).size).toBe(3);
  });

  test('an empty prefix lists everything, an unknown one nothing', async () => {
    const { coordination } = await use();
    await coordination.put('/k', '');
    expect((await coordination.list('')).items).toMatchObject([{ key: '/k', value: '' }]);
    expect((await coordination.list('/unknown')).items).toEqual([]);
  });

  test('more keys than fit in one answer are listed at one revision', async () => {
    const { coordination } = await use();
    const keys = Array.from({ length: 1_100 }, (_, index) => `/many/${String(index).padStart(5, '0')}`);
    await Promise.all(keys.map((key) => coordination.put(key, 'x')));
    const { items } = await coordination.list('/many/');
    expect(items.map(({ key }) => key)).toEqual(keys);
  });

  test('deleting is safe to repeat, and a key that comes back is a new one', async () => {
    const { coordination } = await use();
    const first = await coordination.put('/k', 'old');
    await coordination.delete('/k');
    await coordination.delete('/k');
    expect((await coordination.list('/k')).items).toEqual([]);
    await coordination.put('/k', 'new');
    const [item] = (await coordination.list('/k')).items;
    expect(item?.createRevision).toBeGreaterThan(first);
  });
}

function racesContract(use: Use): void {
  test('of many who create one key at once, one wins and all hear who', async () => {
    const { coordination } = await use();
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const leases = await Promise.all(names.map(() => coordination.grant(longTtlMs)));
    const answers = await Promise.all(
      leases.map((lease, index) => coordination.create('/leader', names[index] ?? '', lease)),
    );
    const winners = answers.filter(({ created }) => created);
    expect(winners).toHaveLength(1);
    for (const { holder } of answers) expect(holder).toEqual(winners[0]?.holder);
    expect((await coordination.list('/leader')).items).toEqual([winners[0]?.holder]);
  });

  test('a key is removed only by who knows when it was created', async () => {
    const { coordination } = await use();
    const lease = await coordination.grant(longTtlMs);
    const first = await coordination.create('/leader', 'first', lease);
    expect(await coordination.remove('/leader', first.holder.createRevision - 1)).toBe(false);
    expect(await coordination.remove('/leader', first.holder.createRevision)).toBe(true);
    const second = await coordination.create('/leader', 'second', lease);
    expect(await coordination.remove('/leader', first.holder.createRevision)).toBe(false);
    expect((await coordination.list('/leader')).items).toEqual([second.holder]);
    expect(second.holder.createRevision).toBeGreaterThan(first.holder.createRevision);
  });

  test('a key that was changed since is still removed by when it was created', async () => {
    const { coordination } = await use();
    const { holder } = await coordination.create('/leader', 'first', await coordination.grant(longTtlMs));
    await coordination.put('/leader', 'changed');
    expect(await coordination.remove('/leader', holder.createRevision)).toBe(true);
    expect(await coordination.remove('/leader', holder.createRevision)).toBe(false);
  });
}

function watchContract(use: Use): void {
  test('a watch sees every later change under its prefix, in order', async () => {
    const { coordination } = await use();
    const { revision } = await coordination.list('');
    const watched = changesAfter(coordination, { prefix: '/a/', revision, count: 3 });
    const put = await coordination.put('/a/1', 'one');
    await coordination.put('/b/1', 'elsewhere');
    const again = await coordination.put('/a/1', 'uno');
    await coordination.delete('/a/1');
    expect(await watched).toEqual([
      { type: 'put', key: '/a/1', value: 'one', revision: put },
      { type: 'put', key: '/a/1', value: 'uno', revision: again },
      { type: 'delete', key: '/a/1', value: '', revision: again + 1 },
    ]);
  });

  test('two watches of one prefix each see everything', async () => {
    const { coordination } = await use();
    const { revision } = await coordination.list('');
    const watches = [1, 2].map(() => changesAfter(coordination, { prefix: '/a/', revision, count: 2 }));
    await coordination.put('/a/1', 'one');
    await coordination.put('/a/2', 'two');
    const [one, other] = await Promise.all(watches);
    expect(one).toHaveLength(2);
    expect(one).toEqual(other);
  });

  test('a watch ends when it is told to, also while nothing happens and before it began', async () => {
    const { coordination } = await use();
    const stop = new AbortController();
    const idle = coordination.watch('/a/', (await coordination.list('')).revision, stop.signal)[Symbol.asyncIterator]();
    const next = idle.next();
    stop.abort();
    expect((await next).done).toBe(true);
    const ended = coordination.watch('/a/', 0, stop.signal)[Symbol.asyncIterator]();
    expect((await ended.next()).done).toBe(true);
  });

  test('a reader who pauses misses nothing', async () => {
    const { coordination } = await use();
    const { revision } = await coordination.list('');
    const stop = new AbortController();
    const watch = coordination.watch('/a/', revision, stop.signal)[Symbol.asyncIterator]();
    await coordination.put('/a/0', 'x');
    const seen = [(await watch.next()).value?.key];
    const keys = Array.from({ length: 200 }, (_, index) => `/a/${index + 1}`);
    for (const key of keys) await coordination.put(key, 'x');
    for (const _ of keys) seen.push((await watch.next()).value?.key);
    stop.abort();
    expect(seen).toEqual(['/a/0', ...keys]);
  });
}

function resumptionContract(use: Use): void {
  test('a watch from an earlier revision begins with what it missed and goes on without a gap', async () => {
    const { coordination } = await use();
    const start = (await coordination.list('')).revision;
    for (const value of ['1', '2', '3']) await coordination.put('/a/k', value);
    const [first] = await changesAfter(coordination, { prefix: '/a/', revision: start, count: 1 });
    const rest = changesAfter(coordination, { prefix: '/a/', revision: first?.revision ?? 0, count: 3 });
    await coordination.put('/a/k', '4');
    expect([first?.value, ...(await rest).map(({ value }) => value)]).toEqual(['1', '2', '3', '4']);
  });

  test('a watch from a revision that was compacted away says so', async () => {
    const { coordination, compact } = await use();
    const start = (await coordination.list('')).revision;
    let last = 0;
    for (const value of ['1', '2', '3']) last = await coordination.put('/a/k', value);
    await compact(last);
    const watched = changesAfter(coordination, { prefix: '/a/', revision: start, count: 1 });
    await expect(watched).rejects.toThrow(CompactedError);
    const fresh = changesAfter(coordination, { prefix: '/a/', revision: last, count: 1 });
    await coordination.put('/a/k', '4');
    expect(await fresh).toMatchObject([{ value: '4' }]);
  });

  test('a watch from a revision that this store never gave says so', async () => {
    const { coordination } = await use();
    const { revision } = await coordination.list('');
    const watched = changesAfter(coordination, { prefix: '/a/', revision: revision + 1_000_000, count: 1 });
    await expect(watched).rejects.toThrow(CompactedError);
  });
}

function leasesContract(use: Use): void {
  test('a lease that runs out takes its keys along, and watches see it', async () => {
    const { coordination, pass } = await use();
    const { revision } = await coordination.list('');
    const lease = await coordination.grant(ttlMs);
    expect(lease.ttlMs).toBeGreaterThanOrEqual(ttlMs);
    await coordination.put('/a/1', 'one', lease);
    await coordination.create('/a/2', 'two', lease);
    await coordination.put('/a/3', 'stays');
    const watched = changesAfter(coordination, { prefix: '/a/', revision, count: 5 });
    await pass(lease.ttlMs + 1_500);
    const deleted = (await watched).filter(({ type }) => type === 'delete');
    expect(deleted.map(({ key }) => key).toSorted()).toEqual(['/a/1', '/a/2']);
    expect((await coordination.list('/a/')).items.map(({ key }) => key)).toEqual(['/a/3']);
  });

  test('a lease that is kept alive lives on', async () => {
    const { coordination, pass } = await use();
    const lease = await coordination.grant(ttlMs);
    await coordination.put('/a/1', 'one', lease);
    for (let round = 0; round < 3; round += 1) {
      await pass(ttlMs / 2);
      await coordination.keepAlive(lease);
    }
    expect((await coordination.list('/a/')).items).toHaveLength(1);
  });

  test('keeping a lost lease alive throws, and so does writing with it', async () => {
    const { coordination, pass } = await use();
    const lease = await coordination.grant(ttlMs);
    await pass(lease.ttlMs + 1_500);
    await expect(coordination.keepAlive(lease)).rejects.toThrow(LeaseLostError);
    await expect(coordination.put('/a/1', 'x', lease)).rejects.toThrow(LeaseLostError);
    await expect(coordination.create('/a/1', 'x', lease)).rejects.toThrow(LeaseLostError);
    expect((await coordination.list('/a/')).items).toEqual([]);
  });

  test('revoking a lease takes its keys along at once and is safe to repeat', async () => {
    const { coordination } = await use();
    const lease = await coordination.grant(longTtlMs);
    await coordination.put('/a/1', 'one', lease);
    await coordination.revoke(lease);
    await coordination.revoke(lease);
    expect((await coordination.list('/a/')).items).toEqual([]);
    await expect(coordination.keepAlive(lease)).rejects.toThrow(LeaseLostError);
  });

  test('a key belongs to the lease it was last put with', async () => {
    const { coordination } = await use();
    const [first, second] = [await coordination.grant(longTtlMs), await coordination.grant(longTtlMs)];
    await coordination.put('/a/moved', 'x', first);
    await coordination.put('/a/moved', 'x', second);
    await coordination.put('/a/freed', 'x', first);
    await coordination.put('/a/freed', 'x');
    await coordination.revoke(first);
    expect((await coordination.list('/a/')).items.map(({ key }) => key)).toEqual(['/a/freed', '/a/moved']);
    await coordination.delete('/a/moved');
    await coordination.put('/a/moved', 'back without one');
    await coordination.revoke(second);
    expect((await coordination.list('/a/')).items.map(({ key }) => key)).toEqual(['/a/freed', '/a/moved']);
  });
}

function reopeningContract(use: Use): void {
  test('values survive reopening, revisions only grow, and leases need not survive', async (context) => {
    const { coordination, reopen } = await use();
    if (reopen === undefined) return context.skip('this store does not outlive its closing');
    const lease = await coordination.grant(longTtlMs);
    const kept = await coordination.put('/a/kept', 'value');
    await coordination.put('/a/gone', 'x');
    await coordination.delete('/a/gone');
    const { holder } = await coordination.create('/leader', 'me', lease);
    const before = await coordination.list('');
    const reopened = await reopen();
    const after = await reopened.list('');
    expect(after.items.filter(({ key }) => key !== '/leader')).toEqual([
      { key: '/a/kept', value: 'value', createRevision: kept, modRevision: kept },
    ]);
    expect(after.revision).toBeGreaterThan(before.revision);
    const next = await reopened.create('/leader/next', 'me', await reopened.grant(longTtlMs));
    expect(next.holder.createRevision).toBeGreaterThan(holder.createRevision);
    const watched = changesAfter(reopened, { prefix: '/a/', revision: before.revision, count: 1 });
    await expect(watched).rejects.toThrow(CompactedError);
  });
}
