import * as fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openServer } from '../testing/edge-harness.ts';
import { MemoryFeed } from '../testing/memory-feed.ts';
import { openTestPlane } from '../testing/plane.ts';
import { stubAuth } from '../testing/stub-auth.ts';
import { routes } from './routes.ts';

const runs = { numRuns: Number(process.env['FUZZ_RUNS'] ?? 120), seed: 9 };

let app: FastifyInstance;
let plane: Awaited<ReturnType<typeof openTestPlane>>;

beforeAll(async () => {
  plane = await openTestPlane();
  const { deps } = plane.plane;
  const logger = pino({ enabled: false });
  app = await openServer({ routes, deps, auth: stubAuth, clock: plane.clock, feed: new MemoryFeed(), logger });
});
afterAll(async () => app.close());

const key = fc.oneof(
  fc.constantFrom('id', 'source', 'type', 'time', 'data', 'subject', 'specversion', 'datacontenttype'),
  fc.constantFrom('constructor', 'toString', 'hasOwnProperty', 'ce-id', ''),
  fc.string({ maxLength: 8 }),
);
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    '1.0',
    'x'.repeat(300),
    '9999-99-99T00:00:00Z',
    '2026-11-21T09:00:00+25:00',
    '2026-02-30T00:00:00Z',
  ),
  fc.constantFrom<unknown>('', '\u0000', '\uD800', -0, 1e308, null, [], {}),
);
const event = fc.tuple(fc.dictionary(key, value, { maxKeys: 6 }), fc.boolean()).map(([fields, isWhole]) => ({
  ...(isWhole ? { specversion: '1.0', id: 'e-1', source: 'lds', type: 'session.started' } : {}),
  ...fields,
}));
const body = fc.oneof(
  { weight: 4, arbitrary: event.map((fields) => JSON.stringify(fields)) },
  fc.array(event, { maxLength: 3 }).map((batch) => JSON.stringify(batch)),
  fc.constantFrom('{"__proto__":{"polluted":1},"specversion":"1.0","id":"1","source":"s","type":"t"}'),
  fc.constantFrom(
    '{"constructor":{"prototype":{"polluted":1}}}',
    '',
    'null',
    '[',
    '1e999',
    '"text"',
    '['.repeat(50_000),
  ),
  fc.string({ unit: 'binary' }),
);
const contentType = fc.constantFrom(
  'application/json',
  'application/cloudevents+json',
  'application/cloudevents+json; charset=utf-8',
  'application/cloudevents-batch+json',
  'application/cloudevents+avro',
  'application/json; charset="',
  'text/plain',
  'application/x-www-form-urlencoded',
  '*/*',
);
const extra = fc.dictionary(
  fc.constantFrom(
    'ce-id',
    'ce-specversion',
    'ce-type',
    'x-correlation-id',
    'x-causation-id',
    'x-lcm-fence',
    'x-lcm-at-least',
    'content-encoding',
  ),
  fc.oneof(
    fc.stringMatching(/^[ -~]{0,30}$/),
    fc.constantFrom('gzip', 'a:1', '-1', '1e9', 'scheduler:99999999999999999999'),
  ),
  { maxKeys: 3 },
);

function expectUnpolluted(): void {
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
}

test('whatever is sent as an event is taken in or refused in words, and never fails on our side', async () => {
  await fc.assert(
    fc.asyncProperty(body, contentType, extra, async (payload, type, headers) => {
      const answer = await app.inject({
        method: 'POST',
        url: '/api/v1/events',
        headers: { ...headers, authorization: 'Bearer delivery', 'content-type': type },
        payload,
      });
      if (answer.statusCode !== 202) {
        expect(answer.headers['content-type']).toContain('application/problem+json');
        // A position in the future is waited for, and then not there.
        expect([400, 413, 415, 422, 503]).toContain(answer.statusCode);
        expect(answer.json().detail).not.toBe('');
      }
      expectUnpolluted();
    }),
    runs,
  );
});

test('an event is kept as it came, and once', async () => {
  let number = 0;
  const checked = ['time', 'subject', 'datacontenttype'];
  await fc.assert(
    fc.asyncProperty(event, async (fields) => {
      number += 1;
      const free = Object.fromEntries(Object.entries(fields).filter(([name]) => !checked.includes(name)));
      const payload = { ...free, specversion: '1.0', id: 'same', source: `run ${number}`, type: 't' };
      const headers = { authorization: 'Bearer delivery' };
      const send = async () => app.inject({ method: 'POST', url: '/api/v1/events', headers, payload });
      const [first, again] = [await send(), await send()];
      expect([first.statusCode, again.json()]).toEqual([202, first.json()]);
      const kept = plane.views.get('inbox', first.json().item);
      expect(kept?.version).toBe(1);
      expect(kept?.state.event).toEqual(JSON.parse(JSON.stringify(payload)));
    }),
    runs,
  );
});

const query = fc.dictionary(
  fc.constantFrom(
    'q',
    'before',
    'limit',
    'from',
    'to',
    'kind',
    'actor',
    'format',
    'after',
    'atLeast',
    '__proto__',
    'x',
  ),
  fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom('1', '-1', '0', '1e3', 'NaN', '9007199254740993', '2026-11-21T09:00:00Z', 'csv'),
  ),
  { maxKeys: 4 },
);

test('whatever stands in an address is answered or refused in words', async () => {
  const paths = [
    '/audit',
    '/audit/newer',
    '/audit/export',
    '/workers',
    '/lablet-sessions',
    '/lablet-definitions',
    '/audit/1',
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), query, async (path, texts) => {
      const search = new URLSearchParams(texts).toString();
      const answer = await app.inject({ url: `/api/v1${path}?${search}`, headers: { authorization: 'Bearer admin' } });
      expect([200, 400, 404, 503]).toContain(answer.statusCode);
      expectUnpolluted();
    }),
    runs,
  );
});

test('whatever is uploaded is answered in words', async () => {
  const upload = fc.dictionary(
    fc.constantFrom(
      'yaml',
      'slug',
      'title',
      'summary',
      'durationMinutes',
      'maxDurationMinutes',
      'grading',
      'tasks',
      'x',
    ),
    value,
    { maxKeys: 6 },
  );
  await fc.assert(
    fc.asyncProperty(upload, fc.constantFrom('', '/check'), async (fields, path) => {
      const answer = await app.inject({
        method: 'POST',
        url: `/api/v1/lablet-definitions${path}`,
        headers: { authorization: 'Bearer lab-author' },
        payload: { yaml: 'lab: {title: T, version: 0.3.0}\nnodes: []\nlinks: []', ...fields },
      });
      expect([200, 201, 400, 409, 422]).toContain(answer.statusCode);
      expectUnpolluted();
    }),
    runs,
  );
});
