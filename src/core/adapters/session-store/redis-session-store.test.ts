import { createClient } from 'redis';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { FakeClock, instant } from '../../kernel/index.ts';
import { type SessionStoreHarness, sessionStoreContract } from '../../ports/session-store/contract.ts';
import { SessionStoreError } from '../../ports/session-store/index.ts';
import { RedisSessionStore } from './redis-session-store.ts';
import { RedisStandIn } from './testing/redis-stand-in.ts';

const later = instant(9_000_000);

async function aRedis(): Promise<{ redis: RedisStandIn; clock: FakeClock }> {
  const clock = new FakeClock(1_000_000);
  const redis = new RedisStandIn(clock);
  await redis.start();
  onTestFinished(() => redis.stop());
  return { redis, clock };
}

async function aStore(url: string, patienceMs?: number): Promise<RedisSessionStore> {
  const store = await RedisSessionStore.open({ url, patienceMs });
  onTestFinished(() => store.close());
  return store;
}

sessionStoreContract('redis over a stand-in', async () => {
  const { redis, clock } = await aRedis();
  const store = await RedisSessionStore.open({ url: redis.url });
  return { store, start: clock.now(), pass: async (ms) => clock.step(ms), close: () => store.close() };
});

const url = process.env['REDIS_URL'];
const prefix = 'lcm:contract:';

/** Time does not pass in Redis; instead every session's end comes nearer. */
async function overRedis(address: string): Promise<SessionStoreHarness> {
  const client = await createClient({ url: address }).connect();
  const keys = (): Promise<string[]> => client.keys(`${prefix}*`);
  for (const key of await keys()) await client.del(key);
  const store = await RedisSessionStore.open({ url: address, prefix });
  return {
    store,
    start: instant(Date.now()),
    pass: async (ms) => {
      for (const key of await keys()) await client.pExpireAt(key, (await client.pExpireTime(key)) - ms);
    },
    close: async () => {
      await store.close();
      client.destroy();
    },
  };
}

describe.skipIf(url === undefined)('only with REDIS_URL, a Redis in which keys may be made and deleted', () => {
  sessionStoreContract('redis itself', () => overRedis(url ?? ''));
});

test('while Redis is away every answer is an error of the port, and afterwards sessions are there again', async () => {
  const { redis } = await aRedis();
  const store = await aStore(redis.url);
  await store.create('a', 'sealed', later);
  await redis.stop();
  await expect(store.get('a')).rejects.toThrow(SessionStoreError);
  await expect(store.create('b', 'sealed', later)).rejects.toThrow(SessionStoreError);
  await expect(store.replace('a', 'again', later)).rejects.toThrow(SessionStoreError);
  await expect(store.delete('a')).rejects.toThrow(SessionStoreError);
  await redis.start();
  await vi.waitFor(async () => expect(await store.get('a')).toBe('sealed'), 5000);
  expect(await store.get('b')).toBeUndefined();
});

test('a connection that falls silent without closing is left for another', async () => {
  const { redis } = await aRedis();
  const store = await aStore(redis.url, 1000);
  await store.create('a', 'sealed', later);
  redis.isSilent = true;
  await expect(store.get('a')).rejects.toThrow(SessionStoreError);
  redis.isSilent = false;
  await vi.waitFor(async () => expect(await store.get('a')).toBe('sealed'), 5000);
});

test('a Redis that nobody serves is an error of the port', async () => {
  const opened = RedisSessionStore.open({ url: 'redis://127.0.0.1:1', patienceMs: 50 });
  await expect(opened).rejects.toThrow(SessionStoreError);
});

test('an address that cannot be read is refused without being repeated', async () => {
  const refusal = await RedisSessionStore.open({ url: 'redis//:secret@host' }).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ message: expect.stringContaining('cannot be read') });
  expect(JSON.stringify(refusal, Object.getOwnPropertyNames(refusal))).not.toContain('secret');
});
