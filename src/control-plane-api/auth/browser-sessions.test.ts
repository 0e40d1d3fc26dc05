import { MemorySessionStore } from '@lcm/core/adapters/session-store/memory-session-store';
import { FakeClock, instant, ok, type Result, reject } from '@lcm/core/kernel';
import { describe, expect, test } from 'vitest';
import { BrowserSessions } from './browser-sessions.ts';
import { IdentityUnavailableError } from './identity.ts';
import type { Tokens } from './oidc.ts';
import { Vault } from './vault.ts';

const minute = 60_000;

function world({ tokenMs = 600 * minute, hasRefreshToken = true } = {}) {
  const clock = new FakeClock();
  const refreshToken = hasRefreshToken ? 'r-1' : undefined;
  const provider = {
    asked: 0,
    answer: async (): Promise<Result<Tokens, string>> => ok(tokens(clock, tokenMs, refreshToken)),
  };
  const store = new MemorySessionStore(clock);
  const sessions = new BrowserSessions({
    store,
    vault: new Vault('secret'),
    clock,
    limits: { absoluteMs: 600 * minute, idleMs: 30 * minute, leewayMs: 5 * minute },
    refresh: async () => {
      provider.asked += 1;
      return provider.answer();
    },
  });
  return { clock, provider, sessions, start: async () => sessions.start(tokens(clock, tokenMs, refreshToken)) };
}

function tokens(clock: FakeClock, tokenMs: number, refreshToken: string | undefined): Tokens {
  const actor = { id: 'manager', name: 'Max', roles: ['manager'] as const };
  return { actor, idToken: 'id', refreshToken, expiresAt: instant(clock.now() + tokenMs) };
}

describe('a session of a browser', () => {
  test('ends after half an hour without a request', async () => {
    const { clock, sessions, start } = world();
    const cookie = await start();
    for (let n = 0; n < 3; n += 1) {
      clock.step(29 * minute);
      expect(await sessions.find(cookie)).toBeDefined();
    }
    clock.step(30 * minute);
    expect(await sessions.find(cookie)).toBeUndefined();
  });

  test('ends after ten hours whatever happens', async () => {
    const { clock, sessions, start } = world();
    const cookie = await start();
    for (let n = 0; n < 30; n += 1) {
      expect(await sessions.find(cookie)).toBeDefined();
      clock.step(20 * minute);
    }
    expect(await sessions.find(cookie)).toBeUndefined();
  });

  test('is not prolonged by a stream that only looks', async () => {
    const { clock, sessions, start } = world();
    const cookie = await start();
    clock.step(29 * minute);
    expect(await sessions.find(cookie, { quietly: true })).toBeDefined();
    clock.step(minute);
    expect(await sessions.find(cookie)).toBeUndefined();
  });

  test('is found by nobody who changes the cookie or makes one up', async () => {
    const { sessions, start } = world();
    const cookie = await start();
    for (const bad of ['', '.', 'a.b', `x${cookie}`, `${cookie}x`, cookie.split('.')[0] ?? '']) {
      expect(await sessions.find(bad)).toBeUndefined();
    }
  });

  test('renews its tokens before they end, once for all requests of a page', async () => {
    const { clock, provider, sessions, start } = world({ tokenMs: 15 * minute });
    const cookie = await start();
    clock.step(9 * minute);
    await sessions.find(cookie);
    expect(provider.asked).toBe(0);
    clock.step(minute);
    await Promise.all(Array.from({ length: 5 }, async () => sessions.find(cookie)));
    expect(provider.asked).toBe(1);
  });

  test('renews tokens that live no longer than the leeway when half of their life is over', async () => {
    const { clock, provider, sessions, start } = world({ tokenMs: 4 * minute });
    const cookie = await start();
    for (const asked of [0, 1, 1, 2]) {
      clock.step(minute + 1);
      await sessions.find(cookie);
      expect(provider.asked).toBe(asked);
    }
  });

  test('has the roles of the newest token: what was taken away is gone', async () => {
    const { clock, provider, sessions, start } = world({ tokenMs: 15 * minute });
    const cookie = await start();
    const renewed = tokens(clock, 15 * minute, 'r-2');
    provider.answer = async () => ok({ ...renewed, actor: { ...renewed.actor, roles: [] } });
    clock.step(10 * minute);
    expect((await sessions.find(cookie))?.actor.roles).toEqual([]);
  });

  test('ends when the provider says no', async () => {
    const { clock, provider, sessions, start } = world({ tokenMs: 15 * minute });
    const cookie = await start();
    provider.answer = async () => reject('revoked');
    clock.step(10 * minute);
    expect(await sessions.find(cookie)).toBeUndefined();
    provider.answer = async () => ok(tokens(clock, 15 * minute, 'r-2'));
    expect(await sessions.find(cookie)).toBeUndefined();
  });

  test('goes on while the provider is down, until its token ends; it is not lost by that', async () => {
    const { clock, provider, sessions, start } = world({ tokenMs: 15 * minute });
    const cookie = await start();
    provider.answer = async () => Promise.reject(new IdentityUnavailableError('down'));
    clock.step(14 * minute);
    expect(await sessions.find(cookie)).toBeDefined();
    clock.step(minute);
    await expect(sessions.find(cookie)).rejects.toThrow(IdentityUnavailableError);
    provider.answer = async () => ok(tokens(clock, 15 * minute, 'r-2'));
    expect(await sessions.find(cookie)).toBeDefined();
  });

  test('without a refresh token ends with its token', async () => {
    const { clock, sessions, start } = world({ tokenMs: 15 * minute, hasRefreshToken: false });
    const cookie = await start();
    clock.step(14 * minute);
    expect(await sessions.find(cookie)).toBeDefined();
    clock.step(minute);
    expect(await sessions.find(cookie)).toBeUndefined();
  });

  test('that was logged out of stays so, even when a request was on its way', async () => {
    const { clock, sessions, provider, start } = world({ tokenMs: 15 * minute });
    const cookie = await start();
    const { promise, resolve } = Promise.withResolvers<Result<Tokens, string>>();
    provider.answer = async () => promise;
    clock.step(10 * minute);
    const onItsWay = sessions.find(cookie);
    expect(await sessions.end(cookie)).toBe('id');
    resolve(ok(tokens(clock, 15 * minute, 'r-2')));
    expect(await onItsWay).toBeUndefined();
    expect(await sessions.find(cookie)).toBeUndefined();
  });
});
