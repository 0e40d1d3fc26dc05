import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { MemorySampleStore } from '@lcm/core/adapters/sample-store/memory-sample-store';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { hour, testNow } from '@lcm/core/domain/testing';
import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import { describe, expect, test } from 'vitest';
import type { LiveItem } from '../../application/live-feed.ts';
import { furnish, openTestPlane } from '../../testing/plane.ts';

const second = 1000;
const controller = { role: 'worker-controller' } as const;

async function aWorker(options: Parameters<typeof openTestPlane>[0] = {}) {
  const { call, views, clock, plane } = await openTestPlane(options);
  await furnish(call);
  await call('CreateWorker', { template: 'metal' });
  const workerId = views.list('worker')[0]?.state.id ?? '';
  const report = async (seen: object) => {
    const expectedVersion = views.get('worker', workerId)?.version;
    return call('ReportWorker', { workerId, expectedVersion, report: { launch: 1, ...seen } }, controller);
  };
  await report({ type: 'launched', instanceId: 'i-1' });
  await report({ type: 'host', status: 'running', reason: 'up', checks: { system: 'ok', instance: 'impaired' } });
  const heard: LiveItem[] = [];
  plane.state.feed.subscribe((items) => heard.push(...items));
  const refresh = async (): Promise<unknown> => {
    const answer = await call('RefreshWorker', { workerId }, { role: 'manager' });
    return answer.ok ? answer.value.body : answer.rejection.code;
  };
  const end = async (): Promise<void> => {
    await call('TerminateWorker', { workerId });
    await report({ type: 'terminating', reason: 'asked for' });
    await report({ type: 'terminated' });
  };
  const worker = () => views.get('worker', workerId)?.state;
  return { call, views, clock, plane, workerId, worker, report, refresh, end, heard };
}

describe('a refresh', () => {
  test('is asked for, is under way until it is done, and then says what was found', async () => {
    const { refresh, report, worker, heard, clock } = await aWorker();
    expect(await refresh()).toEqual({ outcome: 'requested' });
    expect(worker()?.looks?.refresh).toEqual({ requestedAt: clock.now(), requestedBy: 'manager' });
    const requestedAt = new Date(clock.now()).toISOString();
    clock.step(3 * second);
    await report({ type: 'looked', kind: 'refresh', requestedAt, found: 'its instance is running' });
    expect(worker()?.looks?.refresh).toMatchObject({ completedAt: clock.now(), found: 'its instance is running' });
    expect(new Set(heard.map(({ event }) => event))).toEqual(
      new Set(['worker.data_refresh.requested', 'worker.data_refresh.completed']),
    );
  });

  test('too soon after another is skipped: the answer and the stream say why and until when, and nothing is committed', async () => {
    const { refresh, report, worker, views, workerId, clock, heard } = await aWorker();
    await refresh();
    const requestedAt = new Date(clock.now()).toISOString();
    expect(await refresh()).toMatchObject({ outcome: 'skipped', reason: 'one is under way' });
    await report({ type: 'looked', kind: 'refresh', requestedAt, found: 'nothing new' });
    const version = views.get('worker', workerId)?.version;
    const nextAt = new Date(clock.now() + 10 * second).toISOString();
    expect(await refresh()).toEqual({ outcome: 'skipped', reason: 'it was refreshed a moment ago', nextAt });
    expect(views.get('worker', workerId)?.version).toBe(version);
    expect(heard.at(-1)).toMatchObject({
      event: 'worker.data_refresh.skipped',
      data: { workerId, outcome: 'skipped', nextAt },
    });
    expect(heard.at(-1)?.id).toBeUndefined();
    clock.step(10 * second);
    expect(await refresh()).toEqual({ outcome: 'requested' });
    expect(worker()?.looks?.refresh?.completedAt).toBeUndefined();
  });

  test('is counted for all replicas together', async () => {
    const clock = new FakeClock(testNow);
    const shared = { coordination: new EmbeddedCoordination({ clock }), samples: new MemorySampleStore() };
    const store = new MemoryStateStore();
    const replica = (name: string) => ({ ...shared, replica: { name, random: new SeededRandom(1) } });
    const one = await aWorker({ store, clock, shared: replica('one') });
    const other = await openTestPlane({ store, clock, shared: replica('other') });
    expect(await one.refresh()).toEqual({ outcome: 'requested' });
    const answer = await other.call('RefreshWorker', { workerId: one.workerId });
    expect(answer).toMatchObject({ ok: true, value: { body: { outcome: 'skipped' } } });
  });

  test('as often as the setting says', async () => {
    const { call, refresh, report, clock } = await aWorker();
    await call('ChangeSettings', { values: { 'monitoring.refreshSeconds': 0 } });
    await refresh();
    const requestedAt = new Date(clock.now()).toISOString();
    await report({ type: 'looked', kind: 'refresh', requestedAt, found: 'nothing new' });
    expect(await refresh()).toEqual({ outcome: 'requested' });
  });

  test('of a worker that has ended is skipped, of one that never was is unknown', async () => {
    const { call, refresh, end } = await aWorker();
    await end();
    expect(await refresh()).toMatchObject({ outcome: 'skipped', reason: 'it is terminated' });
    expect(await call('RefreshWorker', { workerId: 'wkr_0' })).toMatchObject({ rejection: { code: 'worker.unknown' } });
  });
});

describe('a sync', () => {
  test('is asked for in any state, and asking twice is asking once', async () => {
    const { call, workerId, worker, views } = await aWorker();
    expect(await call('SyncWorker', { workerId }, { role: 'manager' })).toMatchObject({ ok: true });
    const version = views.get('worker', workerId)?.version;
    expect(await call('SyncWorker', { workerId }, { role: 'manager' })).toMatchObject({ ok: true });
    expect(await call('LookAtWorker', { workerId, reason: 'it differs' }, controller)).toMatchObject({ ok: true });
    expect(views.get('worker', workerId)?.version).toBe(version);
    expect(worker()?.looks?.sync).toMatchObject({ requestedBy: 'manager' });
  });

  test('of a worker that has ended is refused in words', async () => {
    const { call, workerId, end } = await aWorker();
    await end();
    expect(await call('SyncWorker', { workerId })).toMatchObject({
      rejection: { code: 'worker.wrong-state', message: 'A worker that is terminated cannot be looked at any more.' },
    });
  });
});

test('what EC2 said last is told in its own words', async () => {
  const { call, workerId } = await aWorker();
  expect(await call('GetWorkerEc2Status', { workerId }, { role: 'user' })).toMatchObject({
    value: {
      body: { instance_state: 'running', instance_status_check: 'impaired', ec2_system_status_check: 'ok' },
    },
  });
});

describe('the record of a worker', () => {
  test('that has not ended stays, whoever asks', async () => {
    const { call, workerId, worker } = await aWorker();
    expect(await call('DeleteWorker', { workerId })).toMatchObject({
      rejection: { code: 'worker.not-ended', message: expect.stringContaining('Terminate it first') },
    });
    expect(await call('ForgetWorker', { workerId, reason: 'old' }, controller)).toMatchObject({ ok: false });
    expect(worker()).toBeDefined();
  });

  test('that never had an instance, and was never to have one, goes at once', async () => {
    const { call, views } = await aWorker();
    await call('PlanWorker', { workerId: 'wkr_2', template: 'metal', reason: 'a booking' }, { role: 'scheduler' });
    expect(views.get('worker', 'wkr_2')?.state).toMatchObject({ status: 'pending', desired: 'stopped' });
    expect(await call('DeleteWorker', { workerId: 'wkr_2' })).toMatchObject({ ok: true });
    expect(views.get('worker', 'wkr_2')).toBeUndefined();
  });

  test('leaves all lists when it is deleted, and its history and the audit stay', async () => {
    const { call, plane, workerId, end, heard } = await aWorker();
    const asController = plane.forService('worker-controller');
    expect(await asController.list('worker')).toHaveLength(1);
    await end();
    expect(await call('DeleteWorker', { workerId }, { role: 'manager' })).toMatchObject({ ok: false });
    expect(await call('DeleteWorker', { workerId, reason: 'cleaning up' })).toMatchObject({ ok: true });
    expect(await call('ListWorkers', { includeEnded: true })).toMatchObject({ value: { body: { items: [] } } });
    expect(await call('GetWorker', { workerId })).toMatchObject({ rejection: { code: 'worker.unknown' } });
    expect(await call('SyncWorker', { workerId })).toMatchObject({ rejection: { code: 'worker.unknown' } });
    expect(await asController.list('worker')).toEqual([]);
    expect(plane.state.feed.snapshot().items.filter(({ subject }) => subject.kind === 'worker')).toEqual([]);
    expect(heard.at(-1)).toMatchObject({ event: 'worker.deleted', data: { view: { deletedAt: expect.any(String) } } });
    expect(JSON.stringify(await call('GetHistory', { kind: 'worker', id: workerId }))).toContain('cleaning up');
    expect(JSON.stringify(await call('ListAudit', { subject: workerId }))).toContain('DeleteWorker');
  });

  test('is not among the workers once it has ended, unless one asks for those too', async () => {
    const { call, end } = await aWorker();
    const count = async (input: object): Promise<number> => {
      const answer = await call('ListWorkers', input);
      const body: unknown = answer.ok ? answer.value.body : {};
      return typeof body === 'object' && body !== null && 'items' in body && Array.isArray(body.items)
        ? body.items.length
        : -1;
    };
    expect(await count({})).toBe(1);
    await end();
    expect(await count({})).toBe(0);
    expect(await count({ includeEnded: true })).toBe(1);
  });

  test('is named before retention takes it, and nothing is changed by asking', async () => {
    const { call, clock, workerId, end, worker } = await aWorker();
    await end();
    const preview = async () => call('PreviewRetention', {}, { role: 'user' });
    expect(await preview()).toMatchObject({ value: { body: { endedWorkersDays: 30, workers: [] } } });
    clock.step(30 * 24 * hour);
    expect(await preview()).toMatchObject({ value: { body: { workers: [{ id: workerId }] } } });
    expect(worker()).toBeDefined();
  });
});
