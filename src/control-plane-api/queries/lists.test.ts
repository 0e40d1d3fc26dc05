import { WorkerViews } from '@lcm/core/contracts/worker';
import { expect, test } from 'vitest';
import { type Call, furnish, openTestPlane } from '../testing/plane.ts';

async function threeWorkers(): Promise<Call> {
  const { call } = await openTestPlane();
  await furnish(call);
  for (const number of [1, 2, 3]) {
    const planned = { workerId: `wkr_${number}`, template: 'metal', reason: 'test' };
    await call('PlanWorker', planned, { role: 'scheduler' });
  }
  return call;
}

async function found(call: Call, q: string): Promise<readonly string[]> {
  const answer = await call('ListWorkers', { q });
  if (!answer.ok) throw new Error(answer.rejection.message);
  return WorkerViews.parse(answer.value.body)
    .items.map(({ id }) => id)
    .toSorted();
}

test('a list answers a query with what it is about', async () => {
  const call = await threeWorkers();
  expect(await found(call, 'id:wkr_1,wkr_3 template:metal')).toEqual(['wkr_1', 'wkr_3']);
  expect(await found(call, '-id:wkr_1 created>-1h')).toEqual(['wkr_2', 'wkr_3']);
  expect(await found(call, 'sessions>0')).toEqual([]);
});

test.each([
  'ListWorkers',
  'ListSessions',
  'ListDefinitions',
  'ListTasks',
  'ListAudit',
])('%s says at which character a query cannot be read, and what it knows', async (list) => {
  const call = await threeWorkers();
  expect(await call(list, { q: 'metal stat:x' })).toMatchObject({
    rejection: {
      code: 'query.invalid',
      message: expect.stringMatching(/^q: unknown field 'stat': known are .*at character 7/),
      details: { fields: [{ field: 'q', at: 7 }] },
    },
  });
});
