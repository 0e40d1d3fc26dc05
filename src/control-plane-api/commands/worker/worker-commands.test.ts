import { aDefinitionContent, aTemplate, testNow } from '@lcm/core/domain/testing';
import { expect, test } from 'vitest';
import { demoDefinition, furnish, openTestPlane } from '../../testing/plane.ts';

async function world() {
  const opened = await openTestPlane();
  await furnish(opened.call);
  return opened;
}

test('a name is given once among workers that have not ended, also to two who ask at once', async () => {
  const { call, views } = await world();
  const create = (name: string) => call('CreateWorker', { template: 'metal', name });
  const [one, other] = await Promise.all([create('exam-room-1'), create('Exam-Room-1')]);
  expect(one).toMatchObject({ ok: true });
  expect(other).toMatchObject({ ok: false, rejection: { code: 'worker.name-taken' } });
  const workerId = views.list('worker')[0]?.state.id;
  await call('TerminateWorker', { workerId });
  for (const type of ['terminating', 'terminated']) {
    const expectedVersion = views.get('worker', workerId ?? '')?.version;
    await call(
      'ReportWorker',
      { workerId, expectedVersion, report: { type, launch: 1, reason: 'x' } },
      { role: 'worker-controller' },
    );
  }
  expect(await create('exam-room-1')).toMatchObject({ ok: true });
});

test('a planned worker never gets a name that somebody has', async () => {
  const { call, views } = await world();
  await call('CreateWorker', { template: 'metal', name: 'metal-ab12' });
  const planned = { workerId: 'wkr_00000000ab12', template: 'metal', reason: 'for a session' };
  expect(await call('PlanWorker', planned, { role: 'scheduler' })).toMatchObject({ ok: true });
  expect(await call('PlanWorker', planned, { role: 'scheduler' })).toMatchObject({ ok: true });
  expect(views.list('worker').map(({ state }) => state.name)).toEqual(['metal-ab12', 'metal-wkr_00000000ab12']);
});

test('the worker controller may ask for the stop that ends a drain', async () => {
  const { call, views } = await world();
  await call('CreateWorker', { template: 'metal' });
  const workerId = views.list('worker')[0]?.state.id;
  const asked = await call('AskWorker', { workerId, to: 'stopped', reason: 'drained' }, { role: 'worker-controller' });
  expect(asked).toMatchObject({ ok: true });
  expect(views.list('worker')[0]?.state).toMatchObject({ desired: 'stopped', desiredReason: 'drained' });
});

test('a template with an empty port range or that is switched off makes no worker', async () => {
  const { call } = await world();
  const { updatedAt: _, ...template } = aTemplate();
  const empty = { ...template, spec: { ...template.spec, portRange: { first: 3000, last: 2000 } } };
  expect(await call('DefineTemplate', empty)).toMatchObject({ rejection: { code: 'template.invalid' } });
  await call('DefineTemplate', { ...template, enabled: false });
  expect(await call('CreateWorker', { template: 'metal' })).toMatchObject({ rejection: { code: 'template.disabled' } });
  expect(await call('CreateWorker', { template: 'none' })).toMatchObject({ rejection: { code: 'template.unknown' } });
});

test('a package that is published again after it was replaced replaces nothing', async () => {
  const { call, clock, views } = await world();
  clock.step(1_000);
  const second = { ...aDefinitionContent, version: '2.0.0', packageHash: 'b'.repeat(64) };
  const publisher = { role: 'lablet-controller' } as const;
  await call('PublishDefinition', { content: second }, publisher);
  await call('PublishDefinition', { content: aDefinitionContent }, publisher);
  const statuses = views.list('definition').map(({ state }) => [state.version, state.status]);
  expect(statuses).toEqual([
    ['1.0.0', 'deprecated'],
    ['2.0.0', 'active'],
  ]);
  expect(views.get('definition', demoDefinition)?.state.createdAt).toBe(testNow);
});

async function aRunningWorkerIn({ call, views }: Awaited<ReturnType<typeof world>>): Promise<string> {
  await call('CreateWorker', { template: 'metal' });
  const workerId = views.list('worker')[0]?.state.id ?? '';
  const seen = [
    { type: 'launched', launch: 1, instanceId: 'i-1' },
    { type: 'host', launch: 1, status: 'running', reason: 'up' },
  ];
  for (const report of seen) {
    const expectedVersion = views.get('worker', workerId)?.version;
    await call('ReportWorker', { workerId, expectedVersion, report }, { role: 'worker-controller' });
  }
  return workerId;
}

test('a drain has a time by order or by setting, and who may not end sessions may not order force either', async () => {
  const opened = await world();
  const { call, clock } = opened;
  const workerId = await aRunningWorkerIn(opened);
  const force = { workerId, timeoutMinutes: 30, whenTimeIsUp: 'force' };
  expect(await call('DrainWorker', force, { role: 'manager' })).toMatchObject({ rejection: { code: 'access.denied' } });
  const endless = await call('DrainWorker', { workerId, whenTimeIsUp: 'force' });
  expect(endless).toMatchObject({ rejection: { code: 'worker.drain-endless' } });
  await call('ChangeSettings', { values: { 'fleet.drainMinutes': 45 }, reason: 'nights' });
  const drained = await call('DrainWorker', { workerId }, { role: 'manager' });
  const endsAt = new Date(clock.now() + 45 * 60_000).toISOString();
  expect(drained).toMatchObject({ value: { body: { status: 'draining', drain: { endsAt } } } });
  expect(await call('DrainWorker', force)).toMatchObject({ value: { body: { drain: { whenTimeIsUp: 'force' } } } });
});

test('force is an order of its own, for admins, with a reason, and ends with the drain', async () => {
  const opened = await world();
  const { call } = opened;
  const workerId = await aRunningWorkerIn(opened);
  const order = { workerId, reason: 'it has to go now' };
  expect(await call('ForceDrain', order)).toMatchObject({ rejection: { code: 'worker.wrong-state' } });
  await call('DrainWorker', { workerId });
  expect(await call('ForceDrain', order, { role: 'manager' })).toMatchObject({ rejection: { code: 'access.denied' } });
  expect(await call('ForceDrain', { workerId })).toMatchObject({ rejection: { code: 'request.invalid' } });
  expect(await call('ForceDrain', order)).toMatchObject({
    value: { body: { drain: { forced: { reason: order.reason } } } },
  });
  expect(await call('CancelDrain', { workerId })).toMatchObject({ value: { body: { status: 'running' } } });
});
