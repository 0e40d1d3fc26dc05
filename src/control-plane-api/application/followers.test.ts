import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { stateKey } from '@lcm/core/contracts/state-keys';
import { testNow as at, aWorker, workerCreated } from '@lcm/core/domain/testing';
import { FakeClock } from '@lcm/core/kernel';
import { type Commit, type PublishedCommit, SupersededError } from '@lcm/core/ports/state-store';
import { ensureEpoch } from '@lcm/core/reconcile';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Coalesced } from './coalesced.ts';
import { CommitLog } from './commit-log.ts';
import { KeyProjector } from './key-projector.ts';
import { Turns } from './turns.ts';
import { ViewFeed } from './view-feed.ts';
import { Views } from './views.ts';

const by = { id: 'ana', name: 'Ana', roles: ['admin'] };

function aCommit(number: number, version: number): Commit {
  const stream = `worker/${aWorker({}, number).id}`;
  const asked = { type: 'WorkerDesiredStatusChanged', to: 'running', reason: `because ${version}`, at };
  const events = [version === 1 ? workerCreated(number) : asked];
  return {
    stream,
    version,
    schema: 1,
    events: JSON.parse(JSON.stringify(events)),
    at,
    by,
    operation: 'Test',
    correlationId: 'c',
  };
}

/** Appends to stores in the order of the picks, each stream's versions one after the other. */
function writer(store: MemoryStateStore): (number: number) => Promise<string> {
  const versions = new Map<number, number>();
  return async (number) => {
    const version = (versions.get(number) ?? 0) + 1;
    versions.set(number, version);
    await store.append(aCommit(number, version));
    return `${number}.${version}`;
  };
}

function heardBy(log: CommitLog): PublishedCommit[] {
  const heard: PublishedCommit[] = [];
  log.follow((commits) => heard.push(...commits));
  return heard;
}

const someWorkers = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 30 });

describe('work that is coalesced', () => {
  test('sees everything that was there before each call, however the calls fall', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(6), { minLength: 1, maxLength: 20 }), fc.nat(3), async (pauses, workTurns) => {
        let written = 0;
        let seen = 0;
        const work = new Coalesced(async () => {
          const now = written;
          for (let turn = 0; turn <= workTurns; turn += 1) await Promise.resolve();
          seen = now;
        });
        await Promise.all(
          pauses.map(async (pause) => {
            for (let turn = 0; turn < pause; turn += 1) await Promise.resolve();
            written += 1;
            const mine = written;
            await work.run();
            expect(seen).toBeGreaterThanOrEqual(mine);
          }),
        );
      }),
    );
  });

  test('goes on after a failure', async () => {
    let fails = true;
    const work = new Coalesced(async () => {
      if (fails) throw new Error('lost');
    });
    await expect(work.run()).rejects.toThrow('lost');
    fails = false;
    await expect(work.run()).resolves.toBeUndefined();
  });
});

test('turns of one key are taken one after the other, also after one that failed', async () => {
  const turns = new Turns();
  const order: string[] = [];
  const act = (name: string) => async (): Promise<void> => {
    order.push(`${name} begins`);
    await Promise.resolve();
    order.push(`${name} ends`);
    if (name === 'a') throw new Error('a failed');
  };
  await Promise.allSettled([turns.take('k', act('a')), turns.take('k', act('b'))]);
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

describe('two publishers on one store', () => {
  test('tell their followers the same, everything once and in one order, and the earlier one has to stop', async () => {
    await fc.assert(
      fc.asyncProperty(someWorkers, someWorkers, async (before, after) => {
        const store = new MemoryStateStore();
        const write = writer(store);
        const [older, newer] = [new CommitLog(store, 1), new CommitLog(store, 2)];
        const [first, second] = [heardBy(older), heardBy(newer)];
        for (const number of before) {
          await write(number);
          await older.publish();
        }
        await newer.catchUp();
        for (const number of after) await write(number);
        await newer.publish();
        await expect(older.publish()).rejects.toThrow(SupersededError);
        expect(second.map(({ position }) => position)).toEqual([...before, ...after].map((_, index) => index + 1));
        expect(second.slice(0, before.length)).toEqual(first);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the feed', () => {
  test('a snapshot and what came since is the newest state, whenever the reader looked and however often it was cut', async () => {
    await fc.assert(
      fc.asyncProperty(someWorkers, someWorkers, fc.nat(29), async (before, after, cutAt) => {
        const store = new MemoryStateStore();
        const write = writer(store);
        const log = new CommitLog(store, 1);
        const views = new Views(log);
        const feed = new ViewFeed(views, { epoch: 'e', clock: new FakeClock(), catchUp: async () => log.publish() });
        for (const number of before) await write(number);
        await log.publish();
        const snapshot = feed.snapshot();
        const seen = new Map(snapshot.items.map((item) => [item.subject.id, item.data]));
        let last = snapshot.id;
        const take = (): void => {
          for (const item of feed.since(last) ?? []) {
            seen.set(item.subject.id, item.data);
            last = item.id ?? last;
          }
        };
        for (const [index, number] of after.entries()) {
          await write(number);
          await log.publish();
          if (index === cutAt) take();
        }
        take();
        for (const { state, version } of views.list('worker')) expect(seen.get(state.id)).toMatchObject({ version });
        expect(feed.since(last)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test('sends readers of another history, or from before it began to remember, to a new snapshot', async () => {
    const store = new MemoryStateStore();
    const write = writer(store);
    const log = new CommitLog(store, 1);
    const views = new Views(log);
    await write(1);
    await write(1);
    await log.catchUp();
    const feed = new ViewFeed(views, { epoch: 'e', clock: new FakeClock(), catchUp: async () => log.publish() });
    for (const id of ['other:2', 'e:1', 'e:3', 'e:x', 'nonsense']) expect(feed.since(id)).toBeUndefined();
    expect(feed.since('e:2')).toEqual([]);
  });
});

async function versionsIn(coordination: EmbeddedCoordination): Promise<Record<string, unknown>> {
  const { items } = await coordination.list('/lcm/state/');
  return Object.fromEntries(items.map(({ key, value }) => [key, JSON.parse(value).version]));
}

/** Dies at the n-th write, before or after it. */
function dying(coordination: EmbeddedCoordination, atWrite: number): EmbeddedCoordination {
  let writes = 0;
  const put: EmbeddedCoordination['put'] = async (key, value, lease) => {
    writes += 1;
    if (writes === atWrite) throw new Error('crash');
    return coordination.put(key, value, lease);
  };
  return new Proxy(coordination, {
    get: (target, name) => {
      const member: unknown = name === 'put' ? put : Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

describe('keys in the coordination store', () => {
  async function published(numbers: readonly number[], epoch = 'one'): Promise<MemoryStateStore> {
    const store = new MemoryStateStore(epoch);
    const write = writer(store);
    for (const number of numbers) await write(number);
    await store.publish(1, 500);
    return store;
  }

  test('say the newest version of everything, whichever write a crash comes before', async () => {
    await fc.assert(
      fc.asyncProperty(someWorkers, fc.integer({ min: 1, max: 6 }), async (numbers, crash) => {
        const store = await published(numbers);
        const coordination = new EmbeddedCoordination({ clock: new FakeClock() });
        await new KeyProjector({ store, coordination: dying(coordination, crash) }).project().catch(() => undefined);
        await new KeyProjector({ store, coordination }).project();
        const wanted = new Map<string, number>();
        for (const number of numbers) {
          const key = stateKey(`worker/wkr_${number}`);
          wanted.set(key, (wanted.get(key) ?? 0) + 1);
        }
        expect(await versionsIn(coordination)).toEqual(Object.fromEntries(wanted));
      }),
      { numRuns: 30 },
    );
  });

  test('begin again from the start when the store has another history', async () => {
    const coordination = new EmbeddedCoordination({ clock: new FakeClock() });
    await new KeyProjector({ store: await published([1, 1, 1]), coordination }).project();
    await new KeyProjector({ store: await published([1, 2], 'restored'), coordination }).project();
    expect(await versionsIn(coordination)).toEqual({ '/lcm/state/worker/wkr_1': 1, '/lcm/state/worker/wkr_2': 1 });
  });

  test('are all written again when the coordination store was lost, also when more was committed since', async () => {
    const clock = new FakeClock(1);
    const coordination = new EmbeddedCoordination({ clock });
    await ensureEpoch(coordination, clock);
    const store = new MemoryStateStore();
    const write = writer(store);
    for (const number of [1, 2]) await write(number);
    await store.publish(1, 500);
    const projector = new KeyProjector({ store, coordination });
    await projector.verify();
    for (const { key } of (await coordination.list('')).items) await coordination.delete(key);
    clock.step(1);
    await ensureEpoch(coordination, clock);
    await write(2);
    await store.publish(1, 500);
    await projector.project();
    expect(await versionsIn(coordination)).toEqual({ '/lcm/state/worker/wkr_2': 2 });
    await projector.verify();
    expect(await versionsIn(coordination)).toEqual({ '/lcm/state/worker/wkr_1': 1, '/lcm/state/worker/wkr_2': 2 });
  });
});
