import { WorkerMetrics } from '@lcm/core/contracts/metrics';
import { measurementEventName } from '@lcm/core/contracts/stream';
import { minute, testNow } from '@lcm/core/domain/testing';
import { instant, toIso } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import type { LiveItem } from '../../application/live-feed.ts';
import { furnish, openTestPlane } from '../../testing/plane.ts';

async function world() {
  const opened = await openTestPlane();
  const { plane, call, clock, views } = opened;
  await furnish(call);
  await call('CreateWorker', { template: 'metal', name: 'exam-room-1' });
  const workerId = views.list('worker')[0]?.state.id ?? '';
  const told: LiveItem[] = [];
  plane.state.feed.subscribe((items) => told.push(...items));
  const host = async (status: string): Promise<void> => {
    const expectedVersion = views.get('worker', workerId)?.version;
    const report = { type: 'host', launch: 1, status, reason: 'EC2 says so' };
    await call('ReportWorker', { workerId, expectedVersion, report }, { role: 'worker-controller' });
  };
  const report = async (fields: object, of = workerId) => {
    const sample = { workerId: of, at: toIso(clock.now()), source: 'cml', ...fields };
    return call('ReportSamples', { samples: [sample] }, { role: 'worker-controller' });
  };
  const metrics = async (input: object = {}, role: 'user' | 'admin' = 'user') =>
    call('GetWorkerMetrics', { workerId, ...input }, { role });
  const ofWorker = () => views.get('worker', workerId);
  return { ...opened, workerId, told, host, report, metrics, ofWorker };
}

test('what was measured is read back, with who said so and when, also by users', async () => {
  const { report, metrics, clock } = await world();
  await report({ cpuPercent: 20, memoryPercent: 40 });
  clock.step(5 * minute);
  await report({ source: 'cloudwatch', cpuPercent: 70, networkInBytesPerSecond: 1000 });
  const answer = await metrics();
  expect(answer).toMatchObject({
    ok: true,
    value: {
      body: {
        current: {
          cpuPercent: { value: 20, source: 'cml', at: toIso(testNow) },
          networkInBytesPerSecond: { value: 1000, source: 'cloudwatch' },
        },
        samples: [{ cpuPercent: 20 }, { cpuPercent: 70 }],
        keptDays: 14,
      },
    },
  });
});

test('measurements make no commit', async () => {
  const { report, ofWorker, views } = await world();
  const before = { position: views.position, version: ofWorker()?.version };
  await report({ cpuPercent: 20 });
  expect({ position: views.position, version: ofWorker()?.version }).toEqual(before);
});

test('whoever watches is told at once, by a message that has no id', async () => {
  const { report, told, workerId } = await world();
  await report({ cpuPercent: 20 });
  expect(told).toMatchObject([
    { event: measurementEventName, workerId, audience: { permission: 'worker:read' }, data: { current: {} } },
  ]);
  expect(told[0]?.id).toBeUndefined();
  expect(told[0]?.data).toMatchObject({ samples: [{ cpuPercent: 20 }], current: { cpuPercent: { value: 20 } } });
});

test('a host that fills up makes one event, however often that is measured', async () => {
  const { host, report, ofWorker, clock } = await world();
  await host('provisioning');
  await host('running');
  const version = ofWorker()?.version ?? 0;
  for (const diskPercent of [91, 93, 96]) {
    // oxlint-disable-next-line no-await-in-loop -- one measurement after the other
    await report({ diskPercent });
    clock.step(minute);
  }
  expect(ofWorker()).toMatchObject({ version: version + 1, state: { pressure: ['disk'] } });
  await report({ diskPercent: 50 });
  expect(ofWorker()).toMatchObject({ version: version + 2, state: { pressure: [] } });
});

test('samples of a worker that nobody knows are dropped, and the others kept', async () => {
  const { call, clock, workerId, metrics } = await world();
  const at = toIso(clock.now());
  const samples = ['wkr_unknown0001', workerId].map((id) => ({ workerId: id, at, source: 'cml', cpuPercent: 5 }));
  expect(await call('ReportSamples', { samples }, { role: 'worker-controller' })).toMatchObject({ ok: true });
  expect(await metrics()).toMatchObject({ value: { body: { samples: [{ workerId }] } } });
});

test('only the worker controller reports samples', async () => {
  const { call, workerId } = await world();
  const samples = [{ workerId, at: toIso(testNow), source: 'cml' }];
  expect(await call('ReportSamples', { samples }, { role: 'admin' })).toMatchObject({ ok: false });
});

test('what is older than the days for which samples are kept is forgotten', async () => {
  const { report, metrics, clock } = await world();
  await report({ cpuPercent: 1 });
  clock.step(15 * 24 * 60 * minute);
  await report({ cpuPercent: 2 });
  await report({ cpuPercent: 3, at: toIso(testNow) });
  const answer = await metrics({ from: toIso(instant(testNow - minute)) });
  expect(answer).toMatchObject({ value: { body: { samples: [{ cpuPercent: 2 }] } } });
});

test('a history has no more points than were asked for, and needs a beginning before its end', async () => {
  const { report, metrics, clock } = await world();
  for (let count = 0; count < 30; count++) {
    // oxlint-disable-next-line no-await-in-loop -- one measurement after the other
    await report({ cpuPercent: count });
    clock.step(minute);
  }
  const answer = await metrics({ points: 5 });
  const { samples } = WorkerMetrics.parse(answer.ok ? answer.value.body : undefined);
  expect(samples.length).toBeGreaterThan(2);
  expect(samples.length).toBeLessThanOrEqual(5);
  const backwards = await metrics({ from: toIso(clock.now()), to: toIso(testNow) });
  expect(backwards).toMatchObject({ ok: false, rejection: { code: 'metrics.invalid' } });
  expect(await metrics({ workerId: 'wkr_unknown0001' })).toMatchObject({ rejection: { code: 'worker.unknown' } });
});
