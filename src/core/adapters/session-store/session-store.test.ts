import { expect, test } from 'vitest';
import { FakeClock, instant } from '../../kernel/index.ts';
import { sessionStoreContract } from '../../ports/session-store/contract.ts';
import type { SessionStore } from '../../ports/session-store/index.ts';
import { MemorySessionStore } from './memory-session-store.ts';
import { SqliteSessionStore } from './sqlite-session-store.ts';

const embedded: Readonly<Record<string, (clock: FakeClock) => SessionStore>> = {
  memory: (clock) => new MemorySessionStore(clock),
  sqlite: (clock) => new SqliteSessionStore(':memory:', clock),
};

for (const [name, open] of Object.entries(embedded)) {
  sessionStoreContract(name, async () => {
    const clock = new FakeClock(1_000_000);
    return { store: open(clock), start: clock.now(), pass: async (ms) => clock.step(ms), close: async () => undefined };
  });

  test(`a session in ${name} ends at its very millisecond`, async () => {
    const clock = new FakeClock(1_000_000);
    const store = open(clock);
    await store.create('a', 'sealed', instant(1_001_000));
    clock.step(999);
    expect(await store.get('a')).toBe('sealed');
    clock.step(1);
    expect(await store.get('a')).toBeUndefined();
  });
}
