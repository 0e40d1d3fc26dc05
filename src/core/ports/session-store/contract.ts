import { describe, expect, onTestFinished, test } from 'vitest';
import { type Instant, instant } from '../../kernel/index.ts';
import type { SessionStore } from './index.ts';

/** One store under test. */
export interface SessionStoreHarness {
  readonly store: SessionStore;
  /** The store's own time as the test begins. */
  readonly start: Instant;
  /** Lets this much time pass for what is stored. */
  readonly pass: (ms: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A store with a clock of its own may be this much further than it was told. */
const slackMs = 20_000;
const lifeMs = 60_000;

/** What every `SessionStore` promises; each adapter's test file calls this once. */
export function sessionStoreContract(name: string, open: () => Promise<SessionStoreHarness>): void {
  const world = async () => {
    const { store, start, pass, close } = await open();
    onTestFinished(close);
    return { store, pass, after: (ms: number) => instant(start + ms) };
  };

  describe(`SessionStore: ${name}`, () => {
    test('what was created is there until its time is over', async () => {
      const { store, pass, after } = await world();
      await store.create('a', 'sealed', after(lifeMs));
      await pass(lifeMs - slackMs);
      expect(await store.get('a')).toBe('sealed');
      await pass(slackMs);
      expect(await store.get('a')).toBeUndefined();
    });

    test('a replacement has its own content and its own end', async () => {
      const { store, pass, after } = await world();
      await store.create('a', 'first', after(lifeMs));
      expect(await store.replace('a', 'second', after(3 * lifeMs))).toBe(true);
      await pass(2 * lifeMs);
      expect(await store.get('a')).toBe('second');
      await pass(lifeMs);
      expect(await store.get('a')).toBeUndefined();
    });

    test('what was deleted or has ended is not brought back by a replacement', async () => {
      const { store, pass, after } = await world();
      await store.create('a', 'sealed', after(lifeMs));
      await store.create('b', 'sealed', after(lifeMs));
      await store.delete('a');
      await pass(lifeMs);
      expect(await store.replace('a', 'again', after(9 * lifeMs))).toBe(false);
      expect(await store.replace('b', 'again', after(9 * lifeMs))).toBe(false);
      expect(await store.get('a')).toBeUndefined();
      expect(await store.get('b')).toBeUndefined();
    });

    test('deleting twice is fine, and touches nobody else', async () => {
      const { store, after } = await world();
      await store.create('a', 'one', after(lifeMs));
      await store.create('b', 'two', after(lifeMs));
      await store.delete('a');
      await store.delete('a');
      expect(await store.get('b')).toBe('two');
    });
  });
}
