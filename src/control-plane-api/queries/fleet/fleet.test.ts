import { FleetCapacity, FleetOutlook, WorkerOutlook } from '@lcm/core/contracts/fleet';
import { anAmount, aTemplate, hour, minute, testNow } from '@lcm/core/domain/testing';
import { instant, toIso } from '@lcm/core/kernel';
import { expect, test } from 'vitest';
import { furnish, openTestPlane } from '../../testing/plane.ts';

const controller = { role: 'worker-controller' } as const;

/** One host of a template that runs, is measured and has a session tomorrow; one by hand that nobody has started. */
async function fleet() {
  const opened = await openTestPlane();
  const { call, views } = opened;
  await furnish(call);
  await call('CreateWorker', { template: 'metal', name: 'a' });
  const id = views.list('worker')[0]?.state.id ?? '';
  const reports = [
    { type: 'launched', launch: 1, instanceId: 'i-a' },
    { type: 'host', launch: 1, status: 'starting', reason: 'seen' },
    { type: 'host', launch: 1, status: 'running', reason: 'seen' },
    { type: 'activity', launch: 1, activity: { labs: 0, running: 0, byHand: 0 } },
  ];
  for (const report of reports) {
    await call('ReportWorker', { workerId: id, expectedVersion: views.get('worker', id)?.version, report }, controller);
  }
  const sample = { workerId: id, at: toIso(testNow), source: 'cml', cpuPercent: 30, memoryPercent: 50 };
  await call('ReportSamples', { samples: [sample] }, controller);
  const spec = { region: 'xx-nowhere-1', instanceType: 'c5.metal', imageName: 'cml-*', hourlyCostUsd: 2 };
  await call('CreateWorker', { name: 'c', spec });
  return { ...opened, id };
}

async function read<Body>(answer: Promise<{ ok: boolean }>, schema: { parse: (body: unknown) => Body }): Promise<Body> {
  const got: unknown = await answer;
  expect(got).toMatchObject({ ok: true });
  return schema.parse(Object(got).value.body);
}

test('a worker tells when it will be stopped and why, its hours ahead and what is measured of it', async () => {
  const { call, id } = await fleet();
  const unused = await read(call('GetWorkerOutlook', { workerId: id }, { role: 'user' }), WorkerOutlook);
  expect(unused).toMatchObject({
    use: { idle: false, stopsAt: testNow + hour },
    next: { at: testNow + hour, to: 'stopped', cause: 'idle' },
    hours: [],
    measured: { cpuPercent: { value: 30, source: 'cml' } },
  });
  const hours = [{ days: ['sat'], from: '08:00', until: '18:00' }];
  await call('SetTimetable', { workerId: id, zone: 'UTC', hours });
  const inHours = await read(call('GetWorkerOutlook', { workerId: id }), WorkerOutlook);
  expect(inHours.next).toMatchObject({ at: testNow + 9 * hour, to: 'stopped', cause: 'timetable' });
  expect(inHours.hours[0]).toEqual({ from: testNow - hour, until: testNow + 9 * hour });
});

test('the outlook of a fleet is that of each worker a query is about', async () => {
  const { call, id } = await fleet();
  const all = await read(call('ListFleetOutlook', {}), FleetOutlook);
  expect(all.items).toHaveLength(2);
  const one = await read(call('ListFleetOutlook', { q: 'name:a' }), FleetOutlook);
  expect(one.items).toEqual([await read(call('GetWorkerOutlook', { workerId: id }), WorkerOutlook)]);
  expect(await call('ListFleetOutlook', { q: 'nonsense:a' })).toMatchObject({ rejection: { code: 'query.invalid' } });
});

test('the capacity of the fleet is told by region and template, with what is reserved, when, and what is left to grow', async () => {
  const { call, views, id } = await fleet();
  const from = instant(testNow + 30 * hour);
  const reservation = {
    id: 'res_1',
    sessionId: 'ses_1',
    from: toIso(from),
    until: toIso(instant(from + hour)),
    amounts: anAmount,
    ports: {},
    confirmBy: toIso(instant(testNow + minute)),
    confirmed: true,
  };
  await call('ReserveCapacity', { workerId: id, reservations: [reservation] }, { role: 'scheduler' });
  expect(views.get('worker', id)?.state.reservations).not.toEqual({});
  const capacity = await read(call('GetFleetCapacity', {}, { role: 'user' }), FleetCapacity);
  const [metal, byHand] = capacity.groups;
  expect(metal).toMatchObject({
    template: 'metal',
    byStatus: { running: 1 },
    reserved: { cpuCores: 0 },
    peakDay: { cpuCores: 0 },
    peakWeek: anAmount,
    measured: { workers: 1, cpuPercent: 30, memoryPercent: 50 },
    hourlyCostUsd: 4,
  });
  expect(byHand).toMatchObject({ template: '', workers: 1, running: { cpuCores: 0 }, measured: { workers: 0 } });
  expect(capacity.total.declared.cpuCores).toBe((metal?.declared.cpuCores ?? 0) + (byHand?.declared.cpuCores ?? 0));
  expect(capacity.regions).toContainEqual({ region: 'xx-nowhere-1', workers: 1, ceiling: 10, left: 9 });
  expect(capacity.slots).toHaveLength(168);
  expect(capacity.slots.filter(({ peak }) => peak.cpuCores > 0)).toMatchObject([{ from, peak: anAmount }]);
  const there = await read(call('GetFleetCapacity', { region: 'xx-nowhere-1' }), FleetCapacity);
  expect(there.groups).toEqual([byHand]);
});

test('what the fleet will do next is told in the order of time, with what a budget leaves', async () => {
  const { call, id } = await fleet();
  const { updatedAt: _, ...template } = aTemplate();
  await call('DefineTemplate', { ...template, monthlyBudgetUsd: 100 });
  const capacity = await read(call('GetFleetCapacity', {}), FleetCapacity);
  expect(capacity.planned).toMatchObject([{ workerId: id, name: 'a', at: testNow + hour, to: 'stopped' }]);
  expect(capacity.budgets).toMatchObject([
    { template: 'metal', monthlyBudgetUsd: 100, leftUsd: expect.closeTo(100 - 4 / 60) },
  ]);
});
