import { accessTable, type Permission } from '@lcm/core/domain/access';
import { FakeClock, reject } from '@lcm/core/kernel';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import * as z from 'zod';
import type { AnyQuery } from '../application/operations.ts';
import { walk } from '../testing/access-walk.ts';
import { openServer } from '../testing/edge-harness.ts';
import { MemoryFeed } from '../testing/memory-feed.ts';
import { stubAuth } from '../testing/stub-auth.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';

async function walkOf(list: readonly Route<never>[]) {
  // Whatever handler is reached refuses: it is only asked whether it is reached.
  const closed = list.map((route) => ({
    ...route,
    operation: { ...route.operation, handle: async () => reject({ code: 'walk.unknown', message: 'reached' }) },
  }));
  const parts = {
    deps: {},
    auth: stubAuth,
    clock: new FakeClock(),
    feed: new MemoryFeed(),
    logger: pino({ enabled: false }),
  };
  const app = await openServer<object>({ ...parts, routes: closed });
  const steps = await walk(app, closed);
  await app.close();
  return steps;
}

function probe(permission: Permission | 'public'): Route<never> {
  const operation: AnyQuery<never> = {
    kind: 'query',
    name: permission,
    summary: '',
    allow: permission,
    input: z.looseObject({}),
    output: z.unknown(),
    handle: async () => reject({ code: 'walk.unknown', message: 'reached' }),
  };
  return { method: 'get', path: `/probe/${permission.replace(':', '-')}`, operation };
}

test('every route lets in exactly those whom the access table names', async () => {
  const steps = await walkOf(routes);
  expect(steps.filter(({ expected, found }) => expected !== found)).toEqual([]);
});

test('every permission is kept by the dispatcher, whatever routes there are', async () => {
  const permissions = Object.keys(accessTable).filter((key): key is Permission => key in accessTable);
  const steps = await walkOf([...permissions, 'public' as const].map(probe));
  expect(steps.filter(({ expected, found }) => expected !== found)).toEqual([]);
  expect(steps.some(({ found }) => found === 403)).toBe(true);
});
