import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { MemorySampleStore } from '@lcm/core/adapters/sample-store/memory-sample-store';
import { SnapshotView, SnapshotViews, snapshotProgressPrefix } from '@lcm/core/contracts/snapshot';
import { WorkerView } from '@lcm/core/contracts/worker';
import type { SnapshotReport } from '@lcm/core/domain/snapshot';
import { aReservation, testNow } from '@lcm/core/domain/testing';
import { FakeClock, toIso } from '@lcm/core/kernel';
import { describe, expect, test } from 'vitest';
import { furnish, openTestPlane } from '../../testing/plane.ts';

const controller = { role: 'worker-controller' } as const;
const cloud = { id: 'snap-1', volumeId: 'vol-1', sizeGiB: 300, encrypted: true, startedAt: toIso(testNow) };
const started = { type: 'started', cloud } as const;

type Told = Exclude<SnapshotReport, { type: 'started' }> | typeof started;

/** A worker that runs on an instance, in a control plane whose controller is this test. */
async function aFleet() {
  const coordination = new EmbeddedCoordination({ clock: new FakeClock(testNow) });
  const { call, views } = await openTestPlane({ shared: { coordination, samples: new MemorySampleStore() } });
  await furnish(call);
  await call('CreateWorker', { template: 'metal', name: 'exam-room-1' });
  const workerId = views.list('worker')[0]?.state.id ?? '';
  const reportWorker = async (report: object): Promise<void> => {
    const expectedVersion = views.get('worker', workerId)?.version;
    await call('ReportWorker', { workerId, expectedVersion, report: { launch: 1, ...report } }, controller);
  };
  await reportWorker({ type: 'launched', instanceId: 'i-0123456789abcdef0' });
  await reportWorker({ type: 'host', status: 'running', reason: 'up' });
  const create = async (input: object = {}): Promise<string> => {
    const answer = await call('CreateSnapshot', { workerId, ...input });
    if (!answer.ok) throw new Error(answer.rejection.message);
    return SnapshotView.parse(answer.value.body).id;
  };
  const tell = async (snapshotId: string, report: Told) => {
    const expectedVersion = views.get('snapshot', snapshotId)?.version;
    return call('ReportSnapshot', { snapshotId, expectedVersion, report }, controller);
  };
  const complete = async (snapshotId: string): Promise<void> => {
    for (const report of [started, { type: 'completed' }, { type: 'image-made', imageId: 'ami-1' }] as const) {
      await tell(snapshotId, report);
    }
  };
  const snapshot = (id: string) => views.get('snapshot', id)?.state;
  return { call, views, coordination, workerId, create, tell, complete, snapshot };
}

describe('creating one', () => {
  test('is for admins; everybody sees it', async () => {
    const { call, workerId, create } = await aFleet();
    expect(await call('CreateSnapshot', { workerId }, { role: 'manager' })).toMatchObject({ ok: false });
    const id = await create({ description: 'before the upgrade', reason: 'CML 2.10' });
    const seen = await call('GetSnapshot', { snapshotId: id }, { role: 'user' });
    expect(seen).toMatchObject({
      value: {
        body: {
          id,
          state: 'requested',
          description: 'before the upgrade',
          purpose: 'CML 2.10',
          requestedBy: 'admin',
          origin: 'by-hand',
          worker: { id: workerId, name: 'exam-room-1', running: true, instanceId: 'i-0123456789abcdef0' },
        },
      },
    });
  });

  test('is refused for a worker without a disk, and while another one of it is being made', async () => {
    const { call, views, workerId, create } = await aFleet();
    await call('CreateWorker', { template: 'metal', name: 'not yet' });
    const planned = views.list('worker').find(({ state }) => state.name === 'not yet')?.state.id;
    expect(await call('CreateSnapshot', { workerId: planned })).toMatchObject({
      rejection: { code: 'snapshot.no-disk', message: expect.stringContaining('pending') },
    });
    expect(await call('CreateSnapshot', { workerId: 'wkr_nobody' })).toMatchObject({
      rejection: { code: 'worker.unknown' },
    });
    const id = await create();
    expect(await call('CreateSnapshot', { workerId })).toMatchObject({
      rejection: { code: 'snapshot.under-way', message: expect.stringContaining(id) },
    });
  });

  test('two at the same moment are one', async () => {
    const { call, views, workerId } = await aFleet();
    const both = await Promise.all([call('CreateSnapshot', { workerId }), call('CreateSnapshot', { workerId })]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(views.list('snapshot')).toHaveLength(1);
  });
});

describe('a last snapshot', () => {
  test('ends its worker when it is complete, and not before', async () => {
    const { views, workerId, create, tell, snapshot } = await aFleet();
    const id = await create({ thenTerminate: true });
    await tell(id, started);
    expect(views.get('worker', workerId)?.state.desired).toBe('running');
    await tell(id, { type: 'completed' });
    expect(views.get('worker', workerId)?.state).toMatchObject({
      desired: 'terminated',
      desiredReason: `its last snapshot ${id} is complete, as admin wanted`,
    });
    expect(snapshot(id)).toMatchObject({ origin: 'before-termination', reason: expect.stringContaining('is ended') });
  });

  test('that fails ends nobody', async () => {
    const { views, workerId, create, tell, snapshot } = await aFleet();
    const id = await create({ thenTerminate: true });
    await tell(id, { type: 'failed', reason: 'no' });
    expect([snapshot(id)?.state, views.get('worker', workerId)?.state.desired]).toEqual(['error', 'running']);
  });

  test('leaves a worker alone that is in use by then, and says so; one in use now is refused', async () => {
    const { call, views, workerId, create, tell, snapshot } = await aFleet();
    const id = await create({ thenTerminate: true });
    await tell(id, started);
    const reservation = aReservation();
    const wire = { ...reservation, from: toIso(reservation.from), until: toIso(reservation.until) };
    const reservations = [{ ...wire, confirmBy: toIso(reservation.confirmBy) }];
    expect(await call('ReserveCapacity', { workerId, reservations }, { role: 'scheduler' })).toMatchObject({
      ok: true,
    });
    await tell(id, { type: 'completed' });
    expect(views.get('worker', workerId)?.state.desired).toBe('running');
    expect(snapshot(id)).toMatchObject({ state: 'completed', reason: expect.stringContaining('was not ended') });
    expect(await call('CreateSnapshot', { workerId, thenTerminate: true })).toMatchObject({ ok: false });
  });
});

describe('restoring one', () => {
  test('makes a worker like the original that starts from its image', async () => {
    const { call, views, workerId, create, complete } = await aFleet();
    const id = await create();
    expect(await call('RestoreSnapshot', { snapshotId: id })).toMatchObject({
      rejection: { code: 'snapshot.wrong-state', message: 'A snapshot that is requested cannot be restored.' },
    });
    await complete(id);
    const answer = await call('RestoreSnapshot', { snapshotId: id, name: 'exam-room-2' });
    if (!answer.ok) throw new Error(answer.rejection.message);
    const restored = WorkerView.parse(answer.value.body);
    const original = views.get('worker', workerId)?.state;
    expect(restored).toMatchObject({
      name: 'exam-room-2',
      origin: 'restored',
      template: 'metal',
      desired: 'running',
      launch: 1,
      license: { status: 'unregistered' },
      spec: { ...original?.spec, imageId: 'ami-1', volumeGiB: 300 },
      reason: expect.stringContaining(id),
    });
    expect(original?.spec.imageId).toBeUndefined();
    expect(await call('RestoreSnapshot', { snapshotId: id, name: 'exam-room-1' })).toMatchObject({
      rejection: { code: 'worker.name-taken' },
    });
    expect(await call('RestoreSnapshot', { snapshotId: id }, { role: 'manager' })).toMatchObject({ ok: false });
  });

  test('waits for its image', async () => {
    const { call, create, tell } = await aFleet();
    const id = await create();
    await tell(id, started);
    await tell(id, { type: 'completed' });
    expect(await call('RestoreSnapshot', { snapshotId: id })).toMatchObject({
      rejection: { code: 'snapshot.no-image' },
    });
  });
});

test('deleting is an order that is written down first; the record stays', async () => {
  const { call, create, complete, tell, snapshot } = await aFleet();
  const id = await create();
  await complete(id);
  expect(await call('DeleteSnapshot', { snapshotId: id }, { role: 'manager' })).toMatchObject({ ok: false });
  await call('DeleteSnapshot', { snapshotId: id, reason: 'too old' });
  expect(snapshot(id)).toMatchObject({ state: 'deleting', reason: 'too old' });
  expect(await call('RestoreSnapshot', { snapshotId: id })).toMatchObject({ ok: false });
  await tell(id, { type: 'gone', reason: 'too old' });
  expect(snapshot(id)?.state).toBe('deleted');
  const history = await call('GetHistory', { kind: 'snapshot', id }, { role: 'user' });
  expect(JSON.stringify(history)).toContain('SnapshotDeletionAsked');
});

test('a policy is set and taken away by admins; the controller asks for what it wants, and drops no other', async () => {
  const { call, views, workerId, create, complete } = await aFleet();
  const policy = { everyHours: 24, keep: 7 };
  expect(await call('SetSnapshotPolicy', { workerId, ...policy }, { role: 'manager' })).toMatchObject({ ok: false });
  expect(await call('SetSnapshotPolicy', { workerId, everyHours: 0, keep: 7 })).toMatchObject({
    rejection: { code: 'request.invalid' },
  });
  await call('SetSnapshotPolicy', { workerId, ...policy });
  expect(views.get('worker', workerId)?.state.snapshotPolicy).toEqual(policy);

  const byHand = await create();
  await complete(byHand);
  const reason = 'its policy wants one';
  expect(await call('PlanSnapshot', { workerId, reason })).toMatchObject({ ok: false });
  expect(await call('PlanSnapshot', { workerId, reason }, controller)).toMatchObject({ ok: true });
  const scheduled = views.list('snapshot').find(({ state }) => state.origin === 'schedule')?.state.id;
  expect(await call('DropSnapshot', { snapshotId: byHand, reason }, controller)).toMatchObject({
    rejection: { code: 'snapshot.not-of-a-policy' },
  });
  expect(await call('DropSnapshot', { snapshotId: scheduled, reason }, controller)).toMatchObject({ ok: true });

  await call('RemoveSnapshotPolicy', { workerId });
  expect(views.get('worker', workerId)?.state.snapshotPolicy).toBeUndefined();
});

test('the list is asked like all lists, tells how far each is, and what it costs', async () => {
  const { call, coordination, create, tell } = await aFleet();
  const id = await create({ description: 'before the upgrade' });
  await tell(id, started);
  await coordination.put(`${snapshotProgressPrefix}${id}`, JSON.stringify({ id, percent: 40 }));
  const list = async (q: string) => {
    const answer = await call('ListSnapshots', { q }, { role: 'user' });
    if (!answer.ok) throw new Error(answer.rejection.message);
    return SnapshotViews.parse(answer.value.body).items;
  };
  expect(await list('state:pending upgrade size>200')).toMatchObject([{ id, percent: 40, monthUsd: 15 }]);
  expect(await list('state:completed')).toEqual([]);
  expect(await call('ListSnapshots', { q: 'colour:red' })).toMatchObject({ ok: false });
});
