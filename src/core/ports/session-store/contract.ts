import { describe, expect, test } from 'vitest';
import { FakeClock, instant } from '../../kernel/index.ts';
import type { SessionStore } from './index.ts';

/** What every `SessionStore` promises; each adapter's test file calls this once. */
export function sessionStoreContract(name: string, open: (clock: FakeClock) => SessionStore): void {
  const start = 1_000_000;
  const world = () => {
    const clock = new FakeClock(start);
    return { clock, store: open(clock) };
  };

  describe(`SessionStore: ${name}`, () => {
    test('what was created is there until its time is over', async () => {
      const { clock, store } = world();
      await store.create('a', 'sealed', instant(start + 1000));
      clock.step(999);
      expect(await store.get('a')).toBe('sealed');
      clock.step(1);
      expect(await store.get('a')).toBeUndefined();
    });

    test('a replacement has its own content and its own end', async () => {
      const { clock, store } = world();
      await store.create('a', 'first', instant(start + 1000));
      expect(await store.replace('a', 'second', instant(start + 5000))).toBe(true);
      clock.step(3000);
      expect(await store.get('a')).toBe('second');
    });

    test('what was deleted or has ended is not brought back by a replacement', async () => {
      const { clock, store } = world();
      await store.create('a', 'sealed', instant(start + 1000));
      await store.create('b', 'sealed', instant(start + 1000));
      await store.delete('a');
      clock.step(1000);
      expect(await store.replace('a', 'again', instant(start + 9000))).toBe(false);
      expect(await store.replace('b', 'again', instant(start + 9000))).toBe(false);
      expect(await store.get('a')).toBeUndefined();
      expect(await store.get('b')).toBeUndefined();
    });

    test('deleting twice is fine, and touches nobody else', async () => {
      const { store } = world();
      await store.create('a', 'one', instant(start + 1000));
      await store.create('b', 'two', instant(start + 1000));
      await store.delete('a');
      await store.delete('a');
      expect(await store.get('b')).toBe('two');
    });
  });
}
