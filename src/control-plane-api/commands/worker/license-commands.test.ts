import { EventFeed } from '@lcm/core/contracts/event-feed';
import { OperationView } from '@lcm/core/contracts/operation';
import type { Actor } from '@lcm/core/domain/access';
import { expect, test } from 'vitest';
import { isVisible } from '../../application/live-feed.ts';
import { everyRole } from '../../testing/access-walk.ts';
import { furnish, openTestPlane } from '../../testing/plane.ts';

const controller = { role: 'worker-controller' } as const;
const token = 'ZGVhZGJlZWYtMTIzNDU2';

async function aWorker() {
  const { plane, call, views, clock } = await openTestPlane();
  await furnish(call);
  await call('CreateWorker', { template: 'metal' });
  const workerId = views.list('worker')[0]?.state.id ?? '';
  const report = async (license: object) => {
    const expectedVersion = views.get('worker', workerId)?.version;
    return call(
      'ReportWorker',
      { workerId, expectedVersion, report: { type: 'license', launch: 1, license } },
      controller,
    );
  };
  return { plane, call, clock, workerId, report, worker: () => views.get('worker', workerId)?.state };
}

async function bodyOf(answer: ReturnType<Awaited<ReturnType<typeof aWorker>>['call']>): Promise<unknown> {
  const result = await answer;
  return result.ok ? result.value.body : result.rejection;
}

test('a token that is given is read by the worker controller and shown to nobody', async () => {
  const { plane, call, workerId } = await aWorker();
  const answer = await call('RegisterLicense', { workerId, token, reason: 'a new contract' });
  expect(answer).toMatchObject({ ok: true });
  const shown = [
    answer,
    await call('GetWorker', { workerId }),
    await call('GetLicense', { workerId }),
    await call('GetHistory', { kind: 'worker', id: workerId }),
    await call('ListAudit', {}),
    await call('ListViews', { kind: 'worker' }, controller),
    plane.state.feed.snapshot(),
  ];
  expect(JSON.stringify(shown)).toContain('a new contract');
  expect(JSON.stringify(shown)).not.toContain(token);
  expect(await bodyOf(call('ReadLicenseToken', { workerId }, controller))).toEqual({ token });
});

test.each(everyRole.filter((role) => role !== 'worker-controller'))('%s may not read the token', async (role) => {
  const { call, workerId } = await aWorker();
  await call('RegisterLicense', { workerId, token });
  const answer = await call('ReadLicenseToken', { workerId }, { role });
  expect(answer).toMatchObject({ ok: false, rejection: { code: 'access.denied' } });
});

test('a manager may neither register nor deregister', async () => {
  const { call, workerId } = await aWorker();
  for (const name of ['RegisterLicense', 'DeregisterLicense']) {
    const answer = await call(name, { workerId }, { role: 'manager' });
    expect(answer).toMatchObject({ ok: false, rejection: { code: 'access.denied' } });
  }
});

test.each([
  '',
  'two words',
  'x'.repeat(257),
  "it's",
])('%o is no token, and the answer does not repeat it', async (bad) => {
  const { call, workerId } = await aWorker();
  const answer = await call('RegisterLicense', { workerId, token: bad });
  expect(answer).toMatchObject({ ok: false, rejection: { code: 'request.invalid' } });
  expect(bad === '' || !JSON.stringify(answer).includes(bad)).toBe(true);
});

test('the live stream tells each step under the name that listeners know', async () => {
  const { plane, call, workerId, report } = await aWorker();
  const names: string[] = [];
  const ana: Actor = { id: 'ana', name: 'Ana', roles: ['admin'] };
  plane.state.feed.subscribe((items) =>
    names.push(...items.filter((item) => isVisible(item, ana)).map(({ event }) => event)),
  );
  await call('RegisterLicense', { workerId });
  await report({ status: 'evaluation', operation: 'registering', step: 'asking' });
  await report({ status: 'evaluation', failure: 'The token is not valid.' });
  await report({ status: 'evaluation', operation: 'registering', step: 'asking' });
  await report({ status: 'registered' });
  await call('DeregisterLicense', { workerId });
  await report({ status: 'registered', operation: 'deregistering', step: 'asking' });
  await report({ status: 'evaluation' });
  expect(names.map((name) => name.replace('worker.license.', ''))).toEqual([
    'registration.requested',
    'registration.started',
    'registration.failed',
    'registration.started',
    'registration.completed',
    'deregistration.requested',
    'deregistration.started',
    'deregistered',
  ]);
});

test('programs of the older system hear of it under the names and with the fields they know', async () => {
  const { call, workerId, report } = await aWorker();
  await call('RegisterLicense', { workerId, token }, { id: 'ana' });
  await report({ status: 'evaluation', operation: 'registering', step: 'asking' });
  await report({ status: 'registered', smartAccount: 'Lab', virtualAccount: 'Exams' });
  await call('DeregisterLicense', { workerId });
  await report({ status: 'registered', operation: 'deregistering', step: 'asking' });
  await report({ status: 'registered', failure: 'nodes are running' });
  await report({ status: 'registered', operation: 'deregistering', step: 'asking' });
  await report({ status: 'evaluation' });
  const feed = EventFeed.parse(await bodyOf(call('ListEvents', { type: 'cml_worker.license.' })));
  const told = feed.items.map(({ type, data }) => [type.slice('cml_worker.license.'.length), data]);
  expect(told).toEqual([
    ['registration.requested.v1', expect.objectContaining({ reregister: false, initiated_by: 'ana' })],
    ['registration.started.v1', expect.objectContaining({ worker_id: workerId })],
    [
      'registration.completed.v1',
      expect.objectContaining({ registration_status: 'registered', smart_account: 'Lab', virtual_account: 'Exams' }),
    ],
    ['updated.v1', expect.objectContaining({ license_status: 'registered' })],
    ['deregistration.requested.v1', expect.objectContaining({ initiated_by: 'admin' })],
    ['deregistration.started.v1', expect.anything()],
    ['deregistration.failed.v1', expect.objectContaining({ error_message: 'nodes are running' })],
    ['deregistration.started.v1', expect.anything()],
    ['deregistration.completed.v1', expect.anything()],
    ['deregistered.v1', expect.anything()],
    ['updated.v1', expect.objectContaining({ license_status: 'evaluation' })],
  ]);
  expect(JSON.stringify(feed)).not.toContain(token);
});

test('who asked for what is on the worker, and without a token the fleet’s counts', async () => {
  const { call, workerId, worker } = await aWorker();
  await call('RegisterLicense', { workerId, token });
  await call('RegisterLicense', { workerId }, { id: 'ana' });
  expect(worker()?.licenseOrder).toMatchObject({ wanted: 'registered', by: 'ana', reason: 'asked for by ana' });
  expect(await bodyOf(call('ReadLicenseToken', { workerId }, controller))).toEqual({});
  await call('DeregisterLicense', { workerId, reason: 'moved' });
  expect(await bodyOf(call('GetLicense', { workerId }))).toMatchObject({ shallBe: 'unregistered', nodes: 5 });
});

test('registering what is registered has to be meant, and giving back waits for what runs', async () => {
  const { call, workerId, report } = await aWorker();
  await report({ status: 'registered', product: 'CML_Enterprise', nodeLimit: 40 });
  const refused = await bodyOf(call('RegisterLicense', { workerId }));
  expect(refused).toMatchObject({ code: 'worker.license-registered' });
  expect(await call('RegisterLicense', { workerId, reregister: true })).toMatchObject({ ok: true });
  await report({ status: 'registered', operation: 'registering', step: 'asking' });
  const busy = await bodyOf(call('DeregisterLicense', { workerId }));
  expect(busy).toMatchObject({ code: 'worker.license-busy', message: expect.stringContaining('registering') });
});

test('the licence is told with what somebody should look at', async () => {
  const { call, clock, workerId, report } = await aWorker();
  const expiresAt = new Date(clock.now() + 3 * 86_400_000).toISOString();
  await report({ status: 'registered', product: 'CML_Enterprise', nodeLimit: 40, expiresAt });
  expect(await bodyOf(call('GetLicense', { workerId }, { role: 'user' }))).toMatchObject({
    license: { status: 'registered', expiresAt },
    nodes: 40,
    shallBe: 'registered',
    attention: { code: 'expires-soon', words: 'Its licence ends within 7 days' },
  });
});

async function anOrder() {
  const { plane, call, workerId, report } = await aWorker();
  const order = async (name: string, input: object = {}) => {
    const answer = await call(name, { workerId, ...input });
    if (!answer.ok) throw new Error(answer.rejection.message);
    const version = plane.state.views.get('worker', workerId)?.version ?? 0;
    return async () => {
      const body = OperationView.parse(await bodyOf(call('GetOperation', { operationId: `${workerId}.${version}` })));
      return [body.wanted, body.state, ...(body.error === undefined ? [] : [body.error.message])];
    };
  };
  return { order, report };
}

test('an order about a licence is done when the licence is what was ordered, whatever its host does', async () => {
  const { order, report } = await anOrder();
  const registration = await order('RegisterLicense');
  expect(await registration()).toEqual(['registered', 'requested']);
  await report({ status: 'evaluation', operation: 'registering', step: 'asking' });
  expect(await registration()).toEqual(['registered', 'requested']);
  await report({ status: 'registered' });
  expect(await registration()).toEqual(['registered', 'done']);
  const anew = await order('RegisterLicense', { reregister: true });
  expect(await anew()).toEqual(['registered', 'requested']);
  await report({ status: 'registered', operation: 'registering', step: 'asking' });
  await report({ status: 'registered' });
  expect(await anew()).toEqual(['registered', 'done']);
  const deregistration = await order('DeregisterLicense');
  expect(await deregistration()).toEqual(['unregistered', 'requested']);
  await report({ status: 'registered', operation: 'deregistering', step: 'asking' });
  await report({ status: 'evaluation' });
  expect(await deregistration()).toEqual(['unregistered', 'done']);
  expect(await registration()).toEqual(['registered', 'done']);
});

test('an order about a licence fails with what was said of it, until it is tried again', async () => {
  const { order, report } = await anOrder();
  const registration = await order('RegisterLicense');
  await report({ status: 'evaluation', operation: 'registering', step: 'asking' });
  await report({ status: 'evaluation', failure: 'The token is not valid.' });
  expect(await registration()).toEqual(['registered', 'failed', 'The token is not valid.']);
  await report({ status: 'evaluation', operation: 'registering', step: 'asking' });
  expect(await registration()).toEqual(['registered', 'requested']);
  await report({ status: 'invalid', authorization: 'OUT_OF_COMPLIANCE' });
  const words = 'Its licence is out of compliance (OUT_OF_COMPLIANCE): labs of more than 5 nodes do not start';
  expect(await registration()).toEqual(['registered', 'failed', words]);
  const deregistration = await order('DeregisterLicense');
  expect(await deregistration()).toEqual(['unregistered', 'requested']);
  await report({ status: 'unregistered', failure: 'not returned: no answer' });
  expect(await deregistration()).toEqual(['unregistered', 'failed', 'not returned: no answer']);
});

test('an order about a licence is superseded by the next, and by the end of its worker', async () => {
  const { order } = await anOrder();
  const first = await order('RegisterLicense');
  const second = await order('RegisterLicense', { token });
  expect(await first()).toEqual(['registered', 'superseded']);
  expect(await second()).toEqual(['registered', 'requested']);
  await order('TerminateWorker');
  expect(await second()).toEqual(['registered', 'superseded']);
});
