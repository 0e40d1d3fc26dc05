import { EventFeed } from '@lcm/core/contracts/event-feed';
import { OperationView } from '@lcm/core/contracts/operation';
import { hour } from '@lcm/core/domain/testing';
import { expect, test } from 'vitest';
import { furnish, openTestPlane } from '../../testing/plane.ts';

async function aPlane() {
  const { call, views, clock } = await openTestPlane();
  await furnish(call);
  await call('CreateWorker', { template: 'metal', name: 'w1' });
  const workerId = views.list('worker')[0]?.state.id ?? '';
  const versionOf = (): number => views.get('worker', workerId)?.version ?? 0;
  const report = async (seen: object) => {
    const input = { workerId, expectedVersion: versionOf(), report: { launch: 1, ...seen } };
    return call('ReportWorker', input, { role: 'worker-controller' });
  };
  const events = async (input: object = {}) => {
    const answer = await call('ListEvents', input, { role: 'manager' });
    if (!answer.ok) throw new Error(answer.rejection.message);
    return EventFeed.parse(answer.value.body);
  };
  const operation = async (version: number) => {
    const answer = await call('GetOperation', { operationId: `${workerId}.${version}` }, { role: 'user' });
    if (!answer.ok) return answer.rejection.code;
    const { state, result, error } = OperationView.parse(answer.value.body);
    return { state, ...(result !== undefined && { result }), ...(error !== undefined && { error: error.message }) };
  };
  const up = async (): Promise<void> => {
    await report({ type: 'launched', instanceId: 'i-1' });
    await report({ type: 'host', status: 'running', reason: 'up', publicIp: '192.0.2.1' });
    await report({ type: 'service', status: 'available', endpoint: 'https://192.0.2.1' });
  };
  return { call, clock, workerId, report, versionOf, events, operation, up };
}

test('programs of the older system find the events that they know, with their fields', async () => {
  const { workerId, events, up, call } = await aPlane();
  await up();
  await call('StopWorker', { workerId, reason: 'over' }, { id: 'ana', role: 'manager' });
  const { items } = await events({ type: 'cml_worker.' });
  expect(items.map(({ type }) => type)).toEqual([
    'cml_worker.created.v1',
    'cml_worker.instance.assigned.v1',
    'cml_worker.status.updated.v1',
    'cml_worker.endpoint.updated.v1',
    'cml_worker.status.updated.v1',
    'cml_worker.service.status.updated.v1',
    'cml_worker.endpoint.updated.v1',
    'cml_worker.desired_status.updated.v1',
    'cml_worker.paused.v1',
  ]);
  expect(items[0]).toMatchObject({
    specversion: '1.0',
    subject: `worker/${workerId}`,
    data: { aggregate_id: workerId, name: 'w1', aws_region: 'us-east-1', status: 'pending', origin: 'created' },
  });
  expect(items[4]?.data).toMatchObject({ old_status: 'provisioning', new_status: 'running' });
  expect(items[7]?.data).toMatchObject({
    old_desired_status: 'running',
    new_desired_status: 'stopped',
    reason: 'over',
  });
  expect(items[8]?.data).toMatchObject({ pause_reason: 'manual', paused_by: 'ana' });
});

test('whoever asks on from where they were has each event once, in order, with the same id', async () => {
  const { events, up } = await aPlane();
  await up();
  const { items: whole } = await events();
  const collected = [];
  for (let after = 0; ; ) {
    const { items, next } = await events({ after, limit: 1 });
    if (next === after) break;
    collected.push(...items);
    after = next;
  }
  expect(collected).toEqual(whole);
  expect(new Set(whole.map(({ id }) => id)).size).toBe(whole.length);
});

test('what has no name in the older system goes by its own', async () => {
  const { events } = await aPlane();
  const { items } = await events({ type: 'lcm.' });
  expect(items.map(({ type }) => type)).toEqual([
    'lcm.template.defined.v1',
    'lcm.definition.created.v1',
    'lcm.definition.status-changed.v1',
  ]);
});

test('events are for operators', async () => {
  const { call } = await aPlane();
  expect(await call('ListEvents', {}, { role: 'user' })).toMatchObject({ rejection: { code: 'access.denied' } });
});

test('an order to a worker tells what became of it: its instance, a failure, or that something else is wanted', async () => {
  const { call, workerId, report, operation, up, versionOf, clock } = await aPlane();
  expect(await operation(1)).toEqual({ state: 'requested' });
  await up();
  expect(await operation(1)).toMatchObject({
    state: 'done',
    result: { aws_instance_id: 'i-1', aws_region: 'us-east-1', instance_state: 'running', public_ip: '192.0.2.1' },
  });
  await call('StopWorker', { workerId });
  const stop = versionOf();
  expect(await operation(stop)).toEqual({ state: 'requested' });
  await report({ type: 'host', status: 'stopped', reason: 'EC2 stopped it' });
  expect(await operation(stop)).toEqual({ state: 'done', result: true });
  clock.step(hour);
  await call('StartWorker', { workerId });
  const start = versionOf();
  await report({ type: 'host', status: 'starting', reason: 'asked for' });
  await report({ type: 'launch-failed', reason: 'EC2 refused the launch' });
  expect(await operation(start)).toEqual({ state: 'failed', error: 'EC2 refused the launch' });
  await call('TerminateWorker', { workerId });
  expect(await operation(start)).toMatchObject({ state: 'superseded' });
  expect(await operation(99)).toBe('operation.unknown');
});
