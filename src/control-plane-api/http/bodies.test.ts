import { FakeClock, ok } from '@lcm/core/kernel';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { defineQuery } from '../application/operation.ts';
import { openServer } from '../testing/edge-harness.ts';
import { MemoryFeed } from '../testing/memory-feed.ts';
import { stubAuth } from '../testing/stub-auth.ts';

const Note = z.strictObject({ note: z.string().optional() });

const ask = defineQuery({
  name: 'AskThings',
  summary: 'Asks what need not be said',
  allow: 'worker:read',
  input: Note,
  output: Note,
  handle: async () => ok({}),
});

async function server() {
  const logger = pino({ level: 'silent' });
  const routes = [
    { method: 'post', path: '/small', operation: ask },
    { method: 'post', path: '/labs', operation: ask, labsInBody: 1 },
  ] as const;
  const parts = { deps: {}, auth: stubAuth, clock: new FakeClock(), feed: new MemoryFeed(), logger };
  const app = await openServer({ routes, bodyLimitBytes: 1000, ...parts });
  onTestFinished(async () => app.close());
  return async (path: string, payload?: string): Promise<number> => {
    const type = payload === undefined ? {} : { 'content-type': 'application/json' };
    const headers = { authorization: 'Bearer admin', ...type };
    return (await app.inject({ method: 'POST', url: `/api/v1${path}`, headers, ...(payload && { payload }) }))
      .statusCode;
  };
}

function note(length: number): string {
  return JSON.stringify({ note: 'x'.repeat(length) });
}

test('where everything may be left out, a body of null is refused all the same', async () => {
  const post = await server();
  expect(await post('/small')).toBe(200);
  expect(await post('/small', '{}')).toBe(200);
  expect(await post('/small', 'null')).toBe(400);
});

test('where whole labs are taken a body may be as long as they are', async () => {
  const post = await server();
  expect([await post('/small', note(2000)), await post('/labs', note(2_000_000))]).toEqual([413, 200]);
  expect(await post('/labs', note(7_000_000))).toBe(413);
});
