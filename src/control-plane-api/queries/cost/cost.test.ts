import { CostReport } from '@lcm/core/contracts/cost';
import { hour } from '@lcm/core/domain/testing';
import { expect, test } from 'vitest';
import { furnish, openTestPlane } from '../../testing/plane.ts';

const controller = { role: 'worker-controller' } as const;

function host(status: string) {
  const checks = { system: 'initializing', instance: 'initializing' };
  return { type: 'host', launch: 1, status, reason: 'seen', ...(status === 'starting' && { checks }) };
}

/** Two workers of a template and one by hand, which have run from 9 o'clock on the 21st of November. */
async function fleet() {
  const opened = await openTestPlane();
  const { call, views } = opened;
  await furnish(call);
  const tell = async (id: string, seen: object) => {
    const expectedVersion = views.get('worker', id)?.version;
    const told = await call('ReportWorker', { workerId: id, expectedVersion, report: seen }, controller);
    if (!told.ok) throw new Error(told.rejection.message);
  };
  await call('CreateWorker', { template: 'metal', name: 'a' });
  await call('CreateWorker', { template: 'metal', name: 'b', region: 'eu-west-1' });
  const spec = { region: 'xx-nowhere-1', instanceType: 'c5.metal', imageName: 'cml-*', hourlyCostUsd: 2 };
  await call('CreateWorker', { name: 'c', spec });
  const ids = Object.fromEntries(views.list('worker').map(({ state }) => [state.name, state.id]));
  for (const [name, id] of Object.entries(ids)) {
    await tell(id, { type: 'launched', launch: 1, instanceId: `i-${name}` });
    await tell(id, host('starting'));
  }
  const of = (name: string): string => ids[name] ?? '';
  return { ...opened, of, tell };
}

async function report(call: Awaited<ReturnType<typeof fleet>>['call'], question: object) {
  const answer = await call('GetCost', question);
  if (!answer.ok) throw new Error(answer.rejection.message);
  return CostReport.parse(answer.value.body);
}

test('the fleet’s cost is told by worker, template, region and month, and adds up to the same', async () => {
  const { call, clock, of, tell } = await fleet();
  clock.step(2 * hour);
  await tell(of('a'), host('stopping'));
  await tell(of('a'), host('stopped'));
  clock.step(8 * hour);
  const byWorker = await report(call, {});
  const hours = byWorker.items.map(({ name, ranMs, existedMs }) => [name, ranMs / hour, existedMs / hour]);
  expect(hours.toSorted(([a], [b]) => String(a).localeCompare(String(b)))).toEqual([
    ['a', 2, 10],
    ['b', 10, 10],
    ['c', 10, 10],
  ]);
  const a = byWorker.items.find(({ name }) => name === 'a');
  expect(a).toMatchObject({ hostUsd: 8, savedUsd: expect.closeTo(32, 6) });
  expect(byWorker).toMatchObject({ from: '2026-11', to: '2026-11', unpricedRegions: ['xx-nowhere-1'] });
  for (const by of ['template', 'region', 'month'] as const) {
    const other = await report(call, { by });
    expect(other.total.totalUsd).toBeCloseTo(byWorker.total.totalUsd, 6);
    const sum = other.items.reduce((usd, { totalUsd }) => usd + totalUsd, 0);
    expect(sum).toBeCloseTo(byWorker.total.totalUsd, 6);
  }
  expect((await report(call, { by: 'template' })).items.map(({ name, workers }) => [name, workers])).toEqual([
    ['metal', 2],
    ['by hand', 1],
  ]);
});

test('what a worker has cost stays spent when its record is deleted', async () => {
  const { call, clock, of, tell } = await fleet();
  clock.step(2 * hour);
  await call('TerminateWorker', { workerId: of('a') });
  await tell(of('a'), { type: 'terminating', launch: 1, reason: 'asked for' });
  await tell(of('a'), { type: 'terminated', launch: 1 });
  const before = await report(call, {});
  expect(await call('DeleteWorker', { workerId: of('a') })).toMatchObject({ ok: true });
  expect(await report(call, {})).toEqual(before);
});

test('months are asked from first to last, and one that has not come costs nothing', async () => {
  const { call, clock } = await fleet();
  clock.step(20 * 24 * hour);
  const months = await report(call, { from: '2026-11', to: '2026-12', by: 'month' });
  expect(months.items.map(({ key }) => key)).toEqual(['2026-11', '2026-12']);
  expect(months.items[0]?.ranMs).toBe(3 * (9 * 24 + 15) * hour);
  expect((await report(call, { from: '2027-03' })).items).toEqual([]);
  expect(await call('GetCost', { from: '2026-12', to: '2026-11' })).toMatchObject({
    rejection: { code: 'request.unprocessable', details: { fields: [{ field: 'from' }] } },
  });
  expect(await call('GetCost', { from: '2026-13' })).toMatchObject({ rejection: { code: 'request.invalid' } });
});

test('the download says the same as the report', async () => {
  const { call, clock } = await fleet();
  clock.step(hour);
  const answer = await call('ExportCost', { by: 'region' }, { role: 'user' });
  if (!answer.ok) throw new Error(answer.rejection.message);
  let text = '';
  for await (const chunk of answer.value.download?.chunks ?? []) text += chunk;
  const lines = text.trim().split('\r\n');
  expect(lines[0]).toContain('"region","name","workers","hours ran"');
  expect(lines.slice(1).map((line) => line.split(',').slice(0, 5).join())).toEqual([
    '"eu-west-1","eu-west-1",1,1,1',
    '"us-east-1","us-east-1",1,1,1',
    '"xx-nowhere-1","xx-nowhere-1",1,1,1',
  ]);
  expect(answer.value.download?.name).toBe('cost-by-region-2026-11.csv');
});

test('each run of a worker names who decided that it runs, and who that it stops', async () => {
  const { call, clock, of, tell } = await fleet();
  clock.step(hour);
  await call('StopWorker', { workerId: of('a'), reason: 'over for today' }, { role: 'manager' });
  await tell(of('a'), host('stopping'));
  clock.step(hour);
  const answer = await call('GetWorkerCost', { workerId: of('a') });
  if (!answer.ok) throw new Error(answer.rejection.message);
  expect(answer.value.body).toMatchObject({
    hourlyCostUsd: 4,
    volumeMonthUsd: 256 * 0.08,
    total: { ranMs: hour, hostUsd: 4 },
    months: [{ month: '2026-11', existedMs: 2 * hour }],
    runs: [
      {
        from: '2026-11-21T09:00:00.000Z',
        until: '2026-11-21T10:00:00.000Z',
        usd: 4,
        began: {
          version: 3,
          reason: 'created by admin',
          decision: { version: 1, operation: 'CreateWorker', by: 'admin' },
        },
        ended: { version: 5, decision: { version: 4, operation: 'StopWorker', by: 'manager' } },
      },
    ],
  });
  expect(await call('GetWorkerCost', { workerId: 'wkr_none' })).toMatchObject({
    rejection: { code: 'worker.unknown' },
  });
});

test('what the runs of a worker cost, told from its history, is what its account says', async () => {
  const { call, clock, of, tell, views } = await fleet();
  const id = of('b');
  for (const hours of [1, 700, 0.001, 30]) {
    clock.step(hours * hour);
    await tell(id, host('stopping'));
    await tell(id, host('stopped'));
    await call('StopWorker', { workerId: id, reason: 'test' });
    clock.step(2 * hour);
    await call('StartWorker', { workerId: id });
    await tell(id, host('starting'));
  }
  const answer = await call('GetWorkerCost', { workerId: id });
  if (!answer.ok) throw new Error(answer.rejection.message);
  const { runs, total } = JSON.parse(JSON.stringify(answer.value.body));
  const sum = runs.reduce((usd: number, run: { usd: number }) => usd + run.usd, 0);
  expect(sum).toBeCloseTo(total.hostUsd, 6);
  expect(runs.length).toBe(views.get('worker', id)?.state.cost?.starts);
});
