import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EmbeddedCoordination } from '../adapters/coordination/embedded-coordination.ts';
import { SeededRandom, VirtualClock } from '../kernel/index.ts';
import { type Coordination, CoordinationError } from '../ports/coordination/index.ts';
import { SupersededError } from '../ports/state-store/index.ts';
import { type ControllerObserver, runController, setup } from './controller.ts';
import { type FeedEntry, runFeed } from './feed.ts';
import type { LeaderEvent } from './leader.ts';
import { settled } from './reconciler.ts';
import type { AddOptions } from './work-queue.ts';

const prefix = '/lcm/state/worker/';

function idOf({ key }: FeedEntry): string | undefined {
  return key.startsWith(prefix) ? key.slice(prefix.length) : undefined;
}

function aFeed(coordination: Coordination, clock: VirtualClock) {
  const added: string[] = [];
  const failures: unknown[] = [];
  const stop = new AbortController();
  const add = (key: string, { priority = 'changed' }: AddOptions = {}): void => void added.push(`${key} ${priority}`);
  const done = runFeed({
    coordination,
    prefix,
    keyOf: idOf,
    queue: { add },
    clock,
    random: new SeededRandom(1),
    signal: stop.signal,
    resyncMs: 60_000,
    onFailure: (error) => failures.push(error),
  });
  const news = async (): Promise<string[]> => {
    await clock.advance(0);
    return added.splice(0);
  };
  return { news, failures, stop, done };
}

describe('a feed', () => {
  test('brings everything that is there first, and then what changes or ends', async () => {
    const clock = new VirtualClock();
    const store = new EmbeddedCoordination({ clock });
    await store.put(`${prefix}a`, '1');
    const { news } = aFeed(store, clock);
    expect(await news()).toEqual(['a resync']);
    await store.put(`${prefix}a`, '2');
    await store.put(`${prefix}b`, '1');
    await store.put('/lcm/state/session/x', '1');
    await store.delete(`${prefix}b`);
    expect(await news()).toEqual(['a changed', 'b changed', 'b changed']);
  });

  test('brings everything again every so often', async () => {
    const clock = new VirtualClock();
    const store = new EmbeddedCoordination({ clock });
    await store.put(`${prefix}a`, '1');
    const { news } = aFeed(store, clock);
    await news();
    await clock.advance(180_000);
    const again = await news();
    expect(again.length).toBeGreaterThanOrEqual(2);
    expect(new Set(again)).toEqual(new Set(['a resync']));
  });

  test('notices after a gap what changed in it, and what is no longer there', async () => {
    const clock = new VirtualClock();
    const store = new EmbeddedCoordination({ clock, historyLimit: 4 });
    for (const key of ['a', 'b', 'c']) await store.put(`${prefix}${key}`, '1');
    const { news } = aFeed(store, clock);
    await news();
    // More at once than a watch may be behind.
    const puts = Array.from({ length: 40 }, (_, index) => store.put(`${prefix}b`, String(index)));
    await Promise.all([store.delete(`${prefix}a`), ...puts]);
    await clock.advance(1_000);
    expect((await news()).slice(-3).toSorted()).toEqual(['a changed', 'b changed', 'c resync']);
  });

  test('says when the store is away, and goes on when it is back', async () => {
    const clock = new VirtualClock();
    const store = new EmbeddedCoordination({ clock });
    await store.put(`${prefix}a`, '1');
    let away = true;
    const list: Coordination['list'] = async (under) => {
      if (away) throw new CoordinationError('away');
      return store.list(under);
    };
    const { news, failures, stop, done } = aFeed(Object.assign(Object.create(store), { list }), clock);
    await clock.advance(10_000);
    expect(failures.length).toBeGreaterThan(5);
    away = false;
    await clock.advance(2_000);
    expect(await news()).toEqual(['a resync']);
    stop.abort();
    await done;
    expect(clock.sleeping).toBe(0);
  });
});

interface Fleet {
  readonly clock: VirtualClock;
  readonly store: EmbeddedCoordination;
  readonly stop: () => Promise<void>;
}

type Reconcile = (look: { readonly who: string; readonly key: string; readonly token: number }) => Promise<void>;

function fleet(reconcile: Reconcile, observer?: ControllerObserver, size = 2): Fleet {
  const clock = new VirtualClock({ shuffle: new SeededRandom(3) });
  const store = new EmbeddedCoordination({ clock });
  const end = new AbortController();
  const runs = Array.from({ length: size }, (_, index) =>
    runController({
      name: `process ${index}`,
      election: 'worker-controller',
      coordination: store,
      clock,
      random: new SeededRandom(index),
      signal: end.signal,
      observer,
      reconcilers: (leadership) => [
        setup({
          reconciler: {
            name: 'worker',
            reconcile: async (key) => {
              await reconcile({ who: `process ${index}`, key, token: leadership.fence().token });
              return settled;
            },
          },
          prefixes: [prefix],
          keyOf: idOf,
          concurrency: 3,
        }),
      ],
    }),
  );
  const stop = async (): Promise<void> => {
    end.abort();
    await Promise.all(runs);
  };
  return { clock, store, stop };
}

describe('a controller', () => {
  test('looks at everything when it begins to lead, and only one process does', async () => {
    const looks: string[] = [];
    const { clock, store, stop } = fleet(async ({ who, key }) => void looks.push(`${who} ${key}`));
    for (const key of ['a', 'b']) await store.put(`${prefix}${key}`, '1');
    await clock.advance(1_000);
    expect(looks).toHaveLength(2);
    expect(new Set(looks.map((look) => look.slice(0, 'process 0'.length))).size).toBe(1);
    await stop();
    await clock.advance(10_000);
    expect(clock.sleeping).toBe(0);
  });

  test('steps down when a command is refused because another has led since', async () => {
    const events: LeaderEvent[] = [];
    const refused = new Set<number>();
    const reconcile: Reconcile = async ({ token }) => {
      if (refused.size > 0 && !refused.has(token)) return;
      refused.add(token);
      throw new SupersededError('another has led since');
    };
    const observer = { reconciled: () => undefined, leadership: (event: LeaderEvent) => void events.push(event) };
    const { clock, store, stop } = fleet(reconcile, observer);
    await store.put(`${prefix}a`, '1');
    await clock.advance(2_000);
    const leading = events.flatMap((event) => (event.kind === 'leading' ? [event.token] : []));
    expect(events.find(({ kind }) => kind === 'ended')).toMatchObject({ because: 'another has led since' });
    expect(leading).toHaveLength(2);
    expect(leading).toEqual(leading.toSorted((one, other) => one - other));
    await stop();
  });

  test('a queue can be asked how deep it is', async () => {
    const depths: (() => object)[] = [];
    const observer: ControllerObserver = { reconciled: () => undefined, queueOpened: (_, depth) => depths.push(depth) };
    const { clock, stop } = fleet(async () => undefined, observer, 1);
    await clock.advance(1_000);
    expect(depths.map((depth) => depth())).toEqual([{ ready: 0, waiting: 0, inFlight: 0 }]);
    await stop();
  });

  test('every change is acted on in the end, whatever fails on the way and whoever leads', async () => {
    const change = fc.record({ key: fc.constantFrom('a', 'b', 'c'), waitMs: fc.nat(3_000), deposed: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 20 }), fc.nat(), async (changes, seed) => {
        const random = new SeededRandom(seed);
        const actual = new Map<string, string>();
        const inFlight = new Set<string>();
        let twice = false;
        const reconcile: Reconcile = async ({ key, token }) => {
          const name = `${key} ${token}`;
          twice ||= inFlight.has(name);
          inFlight.add(name);
          const [item] = (await store.list(`${prefix}${key}`)).items;
          await clock.sleep(random.next() * 500);
          inFlight.delete(name);
          if (random.next() < 0.2) throw new Error('for now');
          if (item !== undefined) actual.set(key, item.value);
        };
        const { clock, store, stop } = fleet(reconcile);
        const desired = new Map<string, string>();
        for (const [index, { key, waitMs, deposed }] of changes.entries()) {
          desired.set(key, String(index));
          await store.put(`${prefix}${key}`, String(index));
          if (deposed) await store.delete('/lcm/election/worker-controller');
          await clock.advance(waitMs);
        }
        await clock.advance(60_000);
        expect(actual).toEqual(desired);
        expect(twice).toBe(false);
        await stop();
      }),
      { numRuns: 60 },
    );
  });
});
