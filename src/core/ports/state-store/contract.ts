import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { type Commit, ConflictError, type StateStore, SupersededError } from './index.ts';

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

/** What every `StateStore` promises. `reopen` closes the store and opens what it left behind. */
export function stateStoreContract(
  name: string,
  open: () => Promise<{ store: StateStore; reopen: () => Promise<StateStore> }>,
): void {
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
      await store.append(commit('worker/a', 2, { fence: { election: 'scheduler', token: 7 }, causationId: 'x' }));
      const before = await store.head();
      const again = await reopen();
      expect(await again.head()).toEqual(before);
      expect(await again.read('worker/a', 1)).toEqual([
        commit('worker/a', 2, { fence: { election: 'scheduler', token: 7 }, causationId: 'x' }),
      ]);
      expect((await again.publish(1, 10)).map(({ position }) => position)).toEqual([2]);
    });
  });
}
