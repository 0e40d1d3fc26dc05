import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { type Commit, ConflictError, type PublishedCommit, type StateStore, SupersededError } from './index.ts';

function commit(stream: string, version: number, fields: Partial<Commit> = {}): Commit {
  return {
    stream,
    version,
    schema: 1,
    events: [{ type: 'Happened', number: version }],
    at: instant(1_000 + version),
    by: { id: 'ana', name: 'Ana', roles: ['admin'] },
    operation: 'Do',
    correlationId: 'c1',
    ...fields,
  };
}

/** One store under test, new. */
export interface StateStoreHarness {
  readonly store: StateStore;
  /** Closes the store and opens what it left behind. */
  readonly reopen: () => Promise<StateStore>;
  /** The same store as another process has it; absent where one process owns it. */
  readonly beside?: (() => Promise<StateStore>) | undefined;
}

/** Field names and values that a database may have its own ideas of. */
const awkward = {
  type: 'Happened',
  'a.dotted.name': 1,
  $set: { $gt: [] },
  '': 'no name',
  big: Number.MAX_SAFE_INTEGER,
  small: -0.000_000_1,
  at: '2026-11-21T09:00:00.000Z',
  text: 'Zürich 💡 \u0000 "quoted"',
  nothing: null,
  nested: [[], {}, [{ deeper: [true, false, 1.5] }]],
};

/** What every `StateStore` promises; each adapter's test file calls this once. */
export function stateStoreContract(name: string, open: () => Promise<StateStoreHarness>): void {
  describe(`StateStore: ${name}`, () => {
    test('a stream is read back in order, from any version on', async () => {
      const { store } = await open();
      for (const version of [1, 2, 3]) await store.append(commit('worker/a', version));
      expect((await store.read('worker/a', 0)).map(({ version }) => version)).toEqual([1, 2, 3]);
      expect(await store.read('worker/a', 2)).toEqual([commit('worker/a', 3)]);
      expect(await store.read('worker/b', 0)).toEqual([]);
    });

    test('of two writers on one version one wins', async () => {
      const { store } = await open();
      const both = await Promise.allSettled([
        store.append(commit('worker/a', 1, { correlationId: 'first' })),
        store.append(commit('worker/a', 1, { correlationId: 'second' })),
      ]);
      expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      await expect(store.append(commit('worker/a', 1))).rejects.toThrow(ConflictError);
      expect(await store.read('worker/a', 0)).toHaveLength(1);
    });

    test('a version that skips one is a conflict', async () => {
      const { store } = await open();
      await expect(store.append(commit('worker/a', 2))).rejects.toThrow(ConflictError);
    });

    test('published commits have gap-free positions and keep the order of their streams', async () => {
      const { store } = await open();
      await store.append(commit('worker/a', 1));
      await store.append(commit('session/s', 1));
      await store.append(commit('worker/a', 2));
      expect((await store.published(0, 10)).length).toBe(0);
      const first = await store.publish(1, 2);
      const second = await store.publish(1, 10);
      expect([...first, ...second].map(({ position }) => position)).toEqual([1, 2, 3]);
      const all = await store.published(0, 10);
      expect(all.filter(({ stream }) => stream === 'worker/a').map(({ version }) => version)).toEqual([1, 2]);
      expect(await store.published(2, 10)).toEqual(all.slice(2));
      expect(await store.publish(1, 10)).toEqual([]);
    });

    test('of several publishers with one fence each commit gets one position', async () => {
      const { store, beside } = await open();
      const other = (await beside?.()) ?? store;
      const answers = await Promise.all(
        [store, other, store, other].map(async (mine, index) => {
          const answered: PublishedCommit[] = [];
          for (const version of [1, 2, 3, 4, 5]) {
            await mine.append(commit(`worker/${index}`, version));
            answered.push(...(await mine.publish(1, 3)));
          }
          return answered;
        }),
      );
      const rest = await other.publish(1, 100);
      const published = await store.published(0, 100);
      expect(published.map(({ position }) => position)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      expect([...answers.flat(), ...rest].toSorted((one, two) => one.position - two.position)).toEqual(published);
      for (const index of [0, 1, 2, 3]) {
        const ofStream = published.filter(({ stream }) => stream === `worker/${index}`);
        expect(ofStream.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
      }
    });

    test('a higher fence is heard of even where there was nothing to publish', async () => {
      const { store } = await open();
      expect(await store.publish(2, 10)).toEqual([]);
      await store.append(commit('worker/a', 1));
      await expect(store.publish(1, 10)).rejects.toThrow(SupersededError);
      expect(await store.published(0, 10)).toEqual([]);
    });

    test('events come back as they were, whatever their fields are called', async () => {
      const { store } = await open();
      const full = commit('worker/a', 1, { events: [awkward, { type: 'Left', out: undefined }] });
      await store.append(full);
      const [read] = await store.read('worker/a', 0);
      const [published] = await store.publish(1, 1);
      expect(read).toStrictEqual({ ...full, events: [awkward, { type: 'Left' }] });
      expect(published?.events).toStrictEqual(read?.events);
    });

    test('streams whose names begin alike are not mixed up', async () => {
      const { store } = await open();
      for (const stream of ['worker/a', 'worker/a@000000000001', 'worker/ab', 'worker/a/b']) {
        await store.append(commit(stream, 1));
      }
      expect(await store.read('worker/a', 0)).toEqual([commit('worker/a', 1)]);
    });

    test('a publisher that was superseded publishes nothing more', async () => {
      const { store } = await open();
      await store.append(commit('worker/a', 1));
      await store.publish(2, 10);
      await store.append(commit('worker/a', 2));
      await expect(store.publish(1, 10)).rejects.toThrow(SupersededError);
      expect(await store.published(0, 10)).toHaveLength(1);
    });

    test('the newest snapshot stays', async () => {
      const { store } = await open();
      await store.saveSnapshot({ stream: 'worker/a', version: 5, schema: 1, state: { name: 'five' } });
      await store.saveSnapshot({ stream: 'worker/a', version: 3, schema: 1, state: { name: 'three' } });
      expect(await store.snapshot('worker/a')).toEqual({
        stream: 'worker/a',
        version: 5,
        schema: 1,
        state: { name: 'five' },
      });
      expect(await store.snapshot('worker/b')).toBeUndefined();
    });

    test('what was acknowledged is there after reopening, with the same epoch and positions', async () => {
      const { store, reopen } = await open();
      await store.append(commit('worker/a', 1));
      await store.publish(1, 10);
      await store.append(
        commit('worker/a', 2, { fence: { election: 'scheduler', epoch: 5, token: 7 }, causationId: 'x' }),
      );
      const before = await store.head();
      const again = await reopen();
      expect(await again.head()).toEqual(before);
      expect(await again.read('worker/a', 1)).toEqual([
        commit('worker/a', 2, { fence: { election: 'scheduler', epoch: 5, token: 7 }, causationId: 'x' }),
      ]);
      expect((await again.publish(1, 10)).map(({ position }) => position)).toEqual([2]);
    });
  });
}
