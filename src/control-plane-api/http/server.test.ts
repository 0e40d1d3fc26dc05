import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock, ok, reject } from '@lcm/core/kernel';
import { ConflictError, StateStoreError, SupersededError } from '@lcm/core/ports/state-store';
import { pino } from 'pino';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { BehindError, NeverWrittenError } from '../application/dispatch.ts';
import { type Caller, defineCommand, defineQuery } from '../application/operation.ts';
import { type EdgeOptions, openServer } from '../testing/edge-harness.ts';
import { MemoryFeed } from '../testing/memory-feed.ts';
import { stubAuth } from '../testing/stub-auth.ts';
import type { Route } from './route.ts';

const callers: Caller[] = [];
const Echo = z.strictObject({
  workerId: z.string(),
  count: z.int().optional(),
  isDry: z.boolean().optional(),
  tags: z.array(z.string()).optional(),
});

const rename = defineCommand({
  name: 'RenameThing',
  summary: 'Renames a thing',
  allow: 'worker:operate',
  input: z.strictObject({ workerId: z.string(), name: z.string().min(2) }),
  output: z.object({ name: z.string() }),
  handle: async (input, caller) => {
    callers.push(caller);
    if (input.name === 'conflict') throw new ConflictError('version 3');
    if (input.name === 'superseded') throw new SupersededError('token 3');
    if (input.name === 'store') throw new StateStoreError('mongodb://user:hunter2@db does not answer');
    if (input.name === 'bug') throw new Error('password=hunter2');
    if (input.name === 'refused')
      return reject({ code: 'worker.wrong-state', message: 'not now', details: { status: 'x' } });
    if (input.name === 'nameless') return reject({ code: 'worker.nobody-said-what', message: 'hm' });
    return ok({ output: { ...input }, position: 42, isOpen: input.name === 'undecided' });
  },
});

const echo = defineQuery({
  name: 'EchoThing',
  summary: 'Says what it was asked',
  allow: 'worker:read',
  input: Echo,
  output: Echo,
  handle: async (input) => ok(input),
});

const routes: readonly Route<object>[] = [
  { method: 'post', path: '/things/{workerId}/rename', operation: rename, status: 202 },
  { method: 'put', path: '/names/{workerId}', operation: rename, status: 201, mayStayOpen: true },
  { method: 'get', path: '/things/{workerId}', operation: echo },
  { method: 'post', path: '/things/rename', operation: rename },
  { method: 'get', path: '/older/{workerId}', operation: echo, unversioned: true },
];

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lcm-ui-'));
  onTestFinished(async () => rm(folder, { recursive: true }));
  return folder;
}

async function server(options: EdgeOptions<object> = {}) {
  const logger = pino({ level: 'debug' }, options.log ?? { write: () => undefined });
  const parts = { deps: {}, auth: stubAuth, clock: new FakeClock(), feed: new MemoryFeed(), logger };
  const app = await openServer({ routes, ...options, ...parts });
  open.push(app);
  const admin = { authorization: 'Bearer admin' };
  const post = async (payload: string | object, headers: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url: '/api/v1/things/t1/rename', payload, headers: { ...admin, ...headers } });
  const get = async (url: string, headers: Record<string, string> = {}) =>
    app.inject({ url, headers: { ...admin, ...headers } });
  return { app, post, get };
}

describe('a command over HTTP', () => {
  test('answers with its output, its position and the correlation id it was given', async () => {
    const { post } = await server();
    const answer = await post({ name: 'blue' }, { 'x-correlation-id': 'abc-1' });
    expect(answer.statusCode).toBe(202);
    expect(answer.json()).toEqual({ name: 'blue' });
    expect(answer.headers).toMatchObject({ 'x-lcm-position': '42', 'x-correlation-id': 'abc-1' });
  });

  test('that may stay open says with its status whether it did', async () => {
    const { app } = await server();
    const put = async (name: string): Promise<number> => {
      const headers = { authorization: 'Bearer admin' };
      return (await app.inject({ method: 'PUT', url: '/api/v1/names/t1', payload: { name }, headers })).statusCode;
    };
    expect([await put('decided'), await put('undecided')]).toEqual([201, 202]);
  });

  test('hears of the fence and the cause that a controller sends', async () => {
    const { post } = await server();
    await post({ name: 'blue' }, { 'x-lcm-fence': 'worker-controller:7', 'x-causation-id': 'step-1' });
    expect(callers.at(-1)).toMatchObject({ fence: { election: 'worker-controller', token: 7 }, causationId: 'step-1' });
    await post({ name: 'blue' }, { 'x-lcm-fence': 'worker-controller:1795251600000:7' });
    expect(callers.at(-1)?.fence).toEqual({ election: 'worker-controller', epoch: 1_795_251_600_000, token: 7 });
    expect((await post({ name: 'blue' }, { 'x-lcm-fence': 'seven' })).statusCode).toBe(400);
  });

  test.each([
    ['refused', 409, 'worker.wrong-state'],
    ['conflict', 409, 'state.conflict'],
    ['superseded', 412, 'leader.superseded'],
    ['store', 503, 'state.unavailable'],
    ['bug', 500, 'internal.bug'],
    ['nameless', 500, 'worker.nobody-said-what'],
  ])('%s: %i %s, as a problem', async (name, status, code) => {
    const { post } = await server();
    const answer = await post({ name });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status, code, correlationId: answer.headers['x-correlation-id'] });
    expect(answer.body).not.toMatch(/hunter2|at \//);
  });

  test.each([
    'application/cloudevents+json',
    'application/cloudevents+json; charset=utf-8',
    'application/json',
  ])('reads a body of type %s as JSON', async (type) => {
    const { post } = await server();
    expect((await post('{"name":"blue"}', { 'content-type': type })).json()).toEqual({ name: 'blue' });
    expect((await post('{"__proto__":{"name":"xx"}}', { 'content-type': type })).statusCode).toBe(422);
  });

  test.each([
    ['{"name":', 400, 'request.invalid'],
    ['{"name":"x"}', 400, 'request.invalid'],
    ['{"name":"xx","more":1}', 400, 'request.invalid'],
    ['[1]', 400, 'request.invalid'],
    ['null', 400, 'request.invalid'],
    ['{"name":"xx","workerId":"other"}', 400, 'request.invalid'],
    ['{"__proto__":{"name":"xx"}}', 422, 'request.unprocessable'],
    ['{"name":"xx","constructor":{"prototype":1}}', 422, 'request.unprocessable'],
    [`{"name":"${'x'.repeat(2000)}"}`, 413, 'request.too-large'],
  ])('the body %.40s is refused', async (body, status, code) => {
    const { post } = await server({ bodyLimitBytes: 1000 });
    const answer = await post(body, { 'content-type': 'application/json' });
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  test('an id as long as an address may be is judged like a short one', async () => {
    const { app } = await server();
    const answer = await app.inject({ method: 'POST', url: `/api/v1/things/${'%E1%B9%B0'.repeat(900)}/rename` });
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'access.unauthenticated']);
  });

  test('what is wrong is named by field', async () => {
    const { post } = await server();
    expect((await post({ name: 'x' })).json().details.fields).toEqual([{ field: 'name', message: expect.any(String) }]);
  });

  test('whoever may not is told so before anything they sent is looked at', async () => {
    const { post, app } = await server();
    const user = await post({ nonsense: true }, { authorization: 'Bearer user' });
    expect([user.statusCode, user.json().code]).toEqual([403, 'access.denied']);
    expect(user.json().detail).toContain('manager or admin');
    const noRole = await post({}, { authorization: 'Bearer nothing' });
    expect([noRole.statusCode, noRole.json().code]).toEqual([403, 'access.no-role']);
    const nobody = await app.inject({ method: 'POST', url: '/api/v1/things/t1/rename' });
    expect([nobody.statusCode, nobody.headers['www-authenticate']]).toEqual([401, expect.stringContaining('Bearer')]);
  });
});

describe('a query over HTTP', () => {
  test('takes what a URL can say as what the schema wants', async () => {
    const { get } = await server();
    expect((await get('/api/v1/things/t1?count=3&isDry=true&tags=a,b')).json()).toEqual({
      workerId: 't1',
      count: 3,
      isDry: true,
      tags: ['a', 'b'],
    });
    expect((await get('/api/v1/things/t1?tags=a&tags=b')).json()).toEqual({ workerId: 't1', tags: ['a', 'b'] });
    expect((await get('/api/v1/things/t1?count=many')).json().detail).toMatch(/^count: /);
  });

  test('waits for the position it shall show, or says that it is not there yet', async () => {
    const asked: number[] = [];
    const waitFor = async (position: number): Promise<void> => {
      asked.push(position);
      if (position > 20) throw new NeverWrittenError('20 is the last');
      if (position > 10) throw new BehindError('at 10');
    };
    const { get } = await server({ waitFor });
    expect((await get('/api/v1/things/t1?atLeast=7')).statusCode).toBe(200);
    const behind = await get('/api/v1/things/t1', { 'x-lcm-at-least': '11' });
    expect([behind.statusCode, behind.headers['retry-after']]).toEqual([503, '2']);
    for (const nonsense of ['soon', '', '-1', '1.5', '9007199254740992']) {
      expect((await get(`/api/v1/things/t1?atLeast=${nonsense}`)).statusCode).toBe(400);
    }
    const never = await get('/api/v1/things/t1?atLeast=21');
    expect([never.statusCode, never.json().code]).toEqual([409, 'state.never-written']);
    expect(asked).toEqual([7, 11, 21]);
  });
});

describe('everything else on the port', () => {
  test('unknown paths and wrong methods are problems too', async () => {
    const { get, app } = await server();
    expect((await get('/api/v1/nothing')).json().code).toBe('request.unknown-route');
    const wrong = await app.inject({ method: 'DELETE', url: '/api/v1/things/t1' });
    expect([wrong.statusCode, wrong.headers['allow'], wrong.json().code]).toEqual([
      405,
      'GET',
      'request.method-not-allowed',
    ]);
  });

  test('a wrong method is told which one is right, whatever its body is', async () => {
    const { app } = await server();
    for (const method of ['QUERY', 'PATCH', 'OPTIONS', 'TRACE'] as const) {
      const wrong = await app.inject({
        method,
        url: '/api/v1/things/t1',
        payload: '<',
        headers: { 'content-type': 'text/xml' },
      });
      expect([method, wrong.statusCode, wrong.headers['allow']]).toEqual([method, 405, 'GET']);
    }
  });

  test('what older programs ask without a version answers alike, and nothing else does', async () => {
    const { app, get } = await server();
    expect((await get('/api/v1/older/t1')).json()).toEqual((await get('/api/older/t1')).json());
    expect((await get('/api/things/t1')).json().code).toBe('request.unknown-route');
    const wrong = await app.inject({ method: 'DELETE', url: '/api/older/t1' });
    expect([wrong.statusCode, wrong.headers['allow']]).toEqual([405, 'GET']);
  });

  test('a path that is written out is nobody’s parameter', async () => {
    const { app } = await server();
    for (const method of ['OPTIONS', 'GET', 'HEAD'] as const) {
      const wrong = await app.inject({ method, url: '/api/v1/things/rename' });
      expect([wrong.statusCode, wrong.headers['allow']]).toEqual([405, 'POST']);
    }
  });

  test('health, readiness and metrics need no login', async () => {
    const { app, get } = await server();
    await get('/api/v1/things/t1');
    expect((await app.inject('/health')).json().status).toBe('ok');
    expect((await app.inject('/ready')).json()).toEqual({ status: 'ready', parts: { store: 'ok' } });
    expect((await app.inject('/metrics')).body).toContain('route="/api/v1/things/:workerId",status="200"} 1');
  });

  test('the documents of the API load nothing from elsewhere', async () => {
    // The icon is that of the screens.
    const uiFolder = await aFolder();
    await writeFile(join(uiFolder, 'index.html'), '<title>screens</title>');
    await writeFile(join(uiFolder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    const { app } = await server({ uiFolder });
    const page = await app.inject('/api/docs');
    expect(page.body).not.toMatch(/https?:/);
    for (const [, path] of page.body.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect((await app.inject(path ?? '')).statusCode).toBe(200);
    }
    expect((await app.inject('/api/v1/openapi.json')).json().openapi).toBe('3.1.0');
  });

  test('screens come for every path of theirs, hashed files for ever, and nothing may frame them', async () => {
    const uiFolder = await aFolder();
    await mkdir(join(uiFolder, 'assets'));
    await writeFile(join(uiFolder, 'index.html'), '<title>screens</title>');
    await writeFile(join(uiFolder, 'assets', 'index-Dk3f9a2B.js'), '1');
    const { app } = await server({ uiFolder });
    const headers = { accept: 'text/html' };
    for (const url of ['/', '/workers/wkr_1', '/index.html']) {
      const page = await app.inject({ url, headers });
      expect(page.body).toBe('<title>screens</title>');
      expect(page.headers['cache-control']).toBe('no-cache');
      expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    }
    expect((await app.inject('/assets/index-Dk3f9a2B.js')).headers['cache-control']).toContain('immutable');
    for (const url of ['/assets/gone.js', '/api/v1/gone', '/../package.json', '/%2e%2e/package.json']) {
      expect((await app.inject({ url, headers })).body).not.toContain('screens</title>');
    }
  });

  test('a log line has the correlation id and the route, but no token and no query', async () => {
    const lines: string[] = [];
    const { get } = await server({ log: { write: (line) => void lines.push(line) } });
    await get('/api/v1/things/t1?tags=secret', { 'x-correlation-id': 'find-me' });
    const line = lines.find((text) => text.includes('find-me')) ?? '';
    expect(line).toContain('/api/v1/things/:workerId');
    expect(lines.join('')).not.toMatch(/Bearer|secret/);
  });
});

test('the stream works over a real socket, and a stopping server ends it', async () => {
  const { app } = await server();
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const answer = await fetch(`${address}/api/events/stream`, { headers: { authorization: 'Bearer user' } });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const [text] = await Promise.all([answer.text(), app.close()]);
  expect(text).toMatch(/event: connected[^]*event: snapshot.complete[^]*event: system.sse.shutdown/);
});

test('the stream is for people who are logged in', async () => {
  const { app } = await server();
  expect((await app.inject('/api/v1/events/stream')).statusCode).toBe(401);
  const service = await app.inject({ url: '/api/v1/events/stream', headers: { authorization: 'Bearer delivery' } });
  expect(service.statusCode).toBe(403);
});
