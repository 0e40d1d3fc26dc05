import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemorySessionStore } from '@lcm/core/adapters/session-store/memory-session-store';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../testing/browser.ts';
import { openEdge, tokenOf } from '../testing/edge-harness.ts';

const open = async (more: { folder?: string; isDemo?: boolean } = {}) =>
  openEdge<object>({ deps: {}, sessionStore: (clock) => new MemorySessionStore(clock), ...more });

type Edge = Awaited<ReturnType<typeof open>>;

describe('logging in', () => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await open();
  });
  afterAll(async () => edge.app.close());

  test('brings where somebody’s mail goes, and tells it neither to screens nor to services', async () => {
    const browser = new Browser(edge.app);
    await browser.logIn('user');
    expect(edge.logins.at(-1)).toMatchObject({ actor: { id: 'user' }, mail: 'user@lablets.example' });
    expect(JSON.stringify((await browser.get('/api/v1/auth/me')).json())).not.toContain('lablets.example');
    const token = await tokenOf(edge.embedded, 'user', edge.clock);
    expect(JSON.stringify(decodeJwt(token))).not.toContain('lablets.example');
  });

  test.each([
    'admin',
    'manager',
    'author',
    'user',
    'user2',
  ])('%s logs in by the code flow and is known from then on', async (name) => {
    const browser = new Browser(edge.app);
    const page = await browser.logIn(name, { returnTo: '/workers?status=running' });
    expect(page.statusCode).toBe(200);
    const me = (await browser.get('/api/v1/auth/me')).json();
    expect(me).toMatchObject({ id: name, csrfToken: expect.any(String), expiresAt: expect.any(String) });
    expect(me.roles).toEqual([{ author: 'lab-author', user2: 'user' }[name] ?? name]);
    expect(me.permissions).toContain('worker:read');
    expect(me.department).toBe(name === 'admin' || name === 'manager' ? 'operations' : 'training');
  });

  test('scripts see neither tokens nor the cookie', async () => {
    const browser = new Browser(edge.app);
    await browser.logIn('user');
    const line = browser.cookies.get('lcm_session')?.line ?? '';
    expect(line).toMatch(/HttpOnly; SameSite=Lax/);
    expect((await browser.get('/api/v1/auth/me')).body).not.toMatch(/eyJ/);
  });

  test('a wrong password is told on the page, and the name stays', async () => {
    const answer = await new Browser(edge.app).logIn('user', { password: '"><script>' });
    expect(answer.statusCode).toBe(401);
    expect(answer.body).toContain('role="alert"');
    expect(answer.body).toContain('value="user"');
    expect(answer.body).not.toContain('"><script>');
  });

  test('a code that was stolen is worth nothing in another browser', async () => {
    const victim = new Browser(edge.app);
    const callback = await victim.codeFor('user');
    const stolen = await new Browser(edge.app).get(callback);
    expect(stolen.statusCode).toBe(400);
    const forged = new URL(callback);
    forged.searchParams.set('code', 'guessed');
    expect((await victim.get(forged.href)).statusCode).toBe(401);
  });

  test.each([
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/%0d%0aset-cookie',
  ])('a login link to %s leads nowhere else', async (returnTo) => {
    const browser = new Browser(edge.app);
    const answer = await browser.get(await browser.codeFor('user', returnTo));
    expect(new URL(String(answer.headers.location), 'http://localhost:8000').origin).toBe('http://localhost:8000');
    expect(answer.statusCode).toBe(302);
  });

  test('a login begun under another name of the machine moves to the public one first', async () => {
    const answer = await new Browser(edge.app).get('/api/v1/auth/login?returnTo=/labs', { host: '127.0.0.1:8000' });
    expect(answer.headers.location).toBe('http://localhost:8000/api/v1/auth/login?returnTo=%2Flabs&moved=1');
    const behindProxy = await new Browser(edge.app).get('/api/v1/auth/login?moved=1', { host: 'inner:1' });
    expect(behindProxy.headers.location).toContain('/idp/auth?');
  });

  test('logging out ends the session here and at the provider', async () => {
    const browser = new Browser(edge.app);
    await browser.logIn('user');
    const before = new Map(browser.cookies);
    const answer = await browser.post('/api/v1/auth/logout', { headers: await browser.csrf() });
    const provider = await browser.follow(browser.get(answer.json().redirectTo));
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(provider.body)?.[1] ?? '';
    await browser.follow(browser.post('/idp/session/end/confirm', { form: { xsrf, logout: 'yes' } }));
    for (const [name, cookie] of before) browser.cookies.set(name, cookie);
    expect((await browser.get('/api/v1/auth/me')).statusCode).toBe(401);
    expect((await browser.follow(browser.get('/api/v1/auth/login'))).body).toContain('name="password"');
  });

  test('another page’s request with the cookie alone is refused', async () => {
    const browser = new Browser(edge.app);
    await browser.logIn('user');
    const answer = await browser.post('/api/v1/auth/logout');
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'access.csrf']);
    expect((await browser.get('/api/v1/auth/me')).statusCode).toBe(200);
  });

  test('a password buys a token that the API takes', async () => {
    const answer = await edge.app.inject({
      method: 'POST',
      url: '/api/v1/auth/token',
      payload: { username: 'manager', password: 'test' },
    });
    const { access_token: token } = answer.json();
    expect(decodeJwt(token)).toMatchObject({ aud: 'lcm', sub: 'manager', realm_access: { roles: ['manager'] } });
    const me = await edge.app.inject({ url: '/api/v1/auth/me', headers: { authorization: `Bearer ${token}` } });
    expect(me.json()).toMatchObject({
      id: 'manager',
      name: 'Max Manager',
      roles: ['manager'],
      department: 'operations',
      csrfToken: null,
    });
  });

  test.each([
    ['resource-scheduler', 'scheduler'],
    ['worker-controller', 'worker-controller'],
    ['lablet-controller', 'lablet-controller'],
    ['delivery', 'delivery'],
  ] as const)('the service %s has an identity of its own with the role %s', async (clientId, role) => {
    const payload = { clientId, clientSecret: edge.embedded.serviceSecrets[clientId] };
    const { access_token: token } = (
      await edge.app.inject({ method: 'POST', url: '/api/v1/auth/token', payload })
    ).json();
    const me = await edge.app.inject({ url: '/api/v1/auth/me', headers: { authorization: `Bearer ${token}` } });
    expect(me.json()).toMatchObject({ id: clientId, roles: [role] });
  });

  test('one service’s secret does not open another’s identity', async () => {
    const payload = { clientId: 'delivery', clientSecret: edge.embedded.serviceSecrets['worker-controller'] };
    const answer = await edge.app.inject({ method: 'POST', url: '/api/v1/auth/token', payload });
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'access.wrong-credentials']);
  });

  test('tokens that are over, changed or signed by nobody we know are nobody', async () => {
    const token = await tokenOf(edge.embedded, 'admin', edge.clock);
    const [head, body = '', signature] = token.split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
    const changed = `${head}.${Buffer.from(JSON.stringify({ ...decodeJwt(token), sub: 'root' })).toString('base64url')}.${signature}`;
    for (const bad of [unsigned, changed, 'nonsense', `${token}x`]) {
      expect(await edge.auth.identify({ cookie: undefined, authorization: `Bearer ${bad}` })).toBeUndefined();
    }
    const other = await open();
    expect(await other.auth.identify({ cookie: undefined, authorization: `Bearer ${token}` })).toBeUndefined();
    await other.app.close();
  });
});

describe('over time', () => {
  test('a token ends when it says', async () => {
    const edge = await open();
    const authorization = `Bearer ${await tokenOf(edge.embedded, 'user', edge.clock)}`;
    edge.clock.step(900_000);
    expect(await edge.auth.identify({ cookie: undefined, authorization })).toBeDefined();
    edge.clock.step(31_000);
    expect(await edge.auth.identify({ cookie: undefined, authorization })).toBeUndefined();
    await edge.app.close();
  });

  test('five wrong passwords close the door for five minutes, to that name from there only', async () => {
    const edge = await open();
    for (let n = 0; n < 5; n += 1) await edge.embedded.logIn('user', 'wrong', '10.0.0.1');
    expect((await edge.embedded.logIn('user', 'test', '10.0.0.1')).is).toBe('too-many');
    expect((await edge.embedded.logIn('manager', 'test', '10.0.0.1')).is).toBe('user');
    expect((await edge.embedded.logIn('user', 'test', '10.0.0.2')).is).toBe('user');
    edge.clock.step(300_000);
    expect((await edge.embedded.logIn('user', 'test', '10.0.0.1')).is).toBe('user');
    await edge.app.close();
  });

  test('keys and logins at the provider survive a restart', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'lcm-edge-'));
    const first = await open({ folder: folder.path });
    const authorization = `Bearer ${await tokenOf(first.embedded, 'user', first.clock)}`;
    const browser = new Browser(first.app);
    await browser.logIn('user');
    await first.app.close();
    const second = await open({ folder: folder.path });
    expect(await second.auth.identify({ cookie: undefined, authorization })).toMatchObject({ actor: { id: 'user' } });
    const again = new Browser(second.app);
    for (const [name, cookie] of browser.cookies) again.cookies.set(name, cookie);
    await again.follow(again.get('/api/v1/auth/login'));
    expect((await again.get('/api/v1/auth/me')).statusCode).toBe(200);
    await second.app.close();
  });

  test('without the demo nobody has the password test', async () => {
    const edge = await open({ isDemo: false });
    expect((await edge.embedded.logIn('admin', 'test', '10.0.0.1')).is).toBe('wrong');
    const browser = new Browser(edge.app);
    const page = await browser.follow(browser.get('/api/v1/auth/login'));
    expect(page.body).not.toContain('demonstration');
    await edge.app.close();
  });
});
