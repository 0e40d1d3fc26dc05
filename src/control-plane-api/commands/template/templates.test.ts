import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { expect, onTestFinished, test } from 'vitest';
import { seedTemplates } from '../../seed-templates.ts';
import { openTestPlane } from '../../testing/plane.ts';

const spec = { region: 'us-east-1', instanceType: 'm5zn.metal', imageName: 'cml-2.9*' };
const draft = { name: 'exam', description: 'for exams', spec };

function bodyOf(answer: Awaited<ReturnType<Awaited<ReturnType<typeof openTestPlane>>['call']>>): unknown {
  if (!answer.ok) throw new Error(answer.rejection.message);
  return answer.value.body;
}

test('a template of a known instance type needs no more than its name and what it is made of', async () => {
  const { call } = await openTestPlane();
  expect(await call('CreateTemplate', draft)).toMatchObject({ ok: true });
  expect(bodyOf(await call('GetTemplate', { name: 'exam' }))).toMatchObject({
    enabled: true,
    bootMinutes: 25,
    spec: { capacity: { cpuCores: 48, memoryMiB: 196_608 }, hourlyCostUsd: 4.3605 },
    workers: 0,
    learned: {},
    month: { spentUsd: 0, bookedUsd: 0 },
  });
});

test('everything that is wrong with a template is said at once, by field', async () => {
  const { call } = await openTestPlane();
  const wrong = { ...spec, instanceType: 'x9.huge', portRange: { first: 5000, last: 4000 } };
  expect(await call('CreateTemplate', { ...draft, spec: wrong })).toMatchObject({
    rejection: {
      code: 'template.invalid',
      details: {
        fields: [
          { field: 'spec.capacity' },
          { field: 'spec.hourlyCostUsd' },
          { field: 'spec.portRange', message: 'the port range 5000 to 4000 is empty' },
          { field: 'bootMinutes' },
        ],
      },
    },
  });
});

test('creating never takes the place of another, and a deleted name may be used again', async () => {
  const { call } = await openTestPlane();
  await call('CreateTemplate', draft);
  expect(await call('CreateTemplate', draft)).toMatchObject({ rejection: { code: 'template.name-taken' } });
  expect(await call('DeleteTemplate', { name: 'exam', reason: 'too dear' })).toMatchObject({ ok: true });
  expect(bodyOf(await call('ListTemplates', {}))).toEqual({ items: [] });
  expect(bodyOf(await call('ListTemplates', { includeDeleted: 'true' }))).toMatchObject({
    items: [{ name: 'exam', deletedAt: expect.any(String) }],
  });
  expect(await call('EnableTemplate', { name: 'exam' })).toMatchObject({ rejection: { code: 'template.unknown' } });
  expect(await call('CreateTemplate', { ...draft, description: 'anew' })).toMatchObject({ ok: true });
  const again = bodyOf(await call('GetTemplate', { name: 'exam' }));
  expect(again).toMatchObject({ description: 'anew' });
  expect(again).not.toHaveProperty('deletedAt');
});

test('what is switched off or deleted makes no worker, by nobody, and those there are stay', async () => {
  const { call, views } = await openTestPlane();
  await call('CreateTemplate', draft);
  await call('CreateWorker', { template: 'exam', name: 'one' });
  const plan = { workerId: 'wkr_9', template: 'exam', reason: 'for a session' };
  await call('DisableTemplate', { name: 'exam' });
  expect(await call('CreateWorker', { template: 'exam' })).toMatchObject({ rejection: { code: 'template.disabled' } });
  expect(await call('PlanWorker', plan, { role: 'scheduler' })).toMatchObject({
    rejection: { code: 'template.disabled' },
  });
  await call('EnableTemplate', { name: 'exam' });
  await call('DeleteTemplate', { name: 'exam' });
  expect(await call('CreateWorker', { template: 'exam' })).toMatchObject({ rejection: { code: 'template.unknown' } });
  expect(await call('PlanWorker', plan, { role: 'scheduler' })).toMatchObject({
    rejection: { code: 'template.unknown' },
  });
  expect(views.list('worker').map(({ state }) => [state.name, state.spec.instanceType])).toEqual([
    ['one', 'm5zn.metal'],
  ]);
  expect(bodyOf(await call('GetHistory', { kind: 'template', id: 'exam' }))).toMatchObject({
    items: ['TemplateDefined', 'TemplateDisabled', 'TemplateEnabled', 'TemplateDeleted'].map((type) => ({
      events: [{ type }],
    })),
  });
});

test('switching on what is on, and saying what is said, are no events', async () => {
  const { call, views } = await openTestPlane();
  await call('CreateTemplate', draft);
  await call('EnableTemplate', { name: 'exam' });
  await call('DefineTemplate', { spec, description: 'for exams', name: 'exam' });
  expect(views.get('template', 'exam')?.version).toBe(1);
});

test('a template in a dearer region costs its workers more', async () => {
  const { call, views } = await openTestPlane();
  await call('CreateTemplate', { ...draft, spec: { ...spec, hourlyCostUsd: 4 } });
  await call('CreateWorker', { template: 'exam', region: 'eu-central-1', name: 'dear' });
  await call('CreateWorker', { template: 'exam', region: 'xx-nowhere-1', name: 'unknown' });
  const prices = views.list('worker').map(({ state }) => [state.name, state.spec.region, state.spec.hourlyCostUsd]);
  // 6.528 USD there for what is 5.424 here.
  expect(prices).toEqual([
    ['dear', 'eu-central-1', 4.8141],
    ['unknown', 'xx-nowhere-1', 4],
  ]);
});

test('a worker by hand needs no template, and one image', async () => {
  const { call, views } = await openTestPlane();
  const { imageName: _, ...host } = spec;
  const image = 'ami-0123456789abcdef0';
  expect(await call('CreateWorker', { name: 'mine', spec: { ...host, cmlVersion: '2.9' } })).toMatchObject({
    ok: true,
  });
  expect(await call('CreateWorker', { spec: { ...host, imageId: image } })).toMatchObject({ ok: true });
  const [mine, other] = views.list('worker').map(({ state }) => state);
  expect(mine).toMatchObject({ name: 'mine', template: '', spec: { imageName: 'cml-2.9*', hourlyCostUsd: 4.3605 } });
  expect(other).toMatchObject({ name: expect.stringMatching(/^worker-/), spec: { imageId: image } });
  for (const wrong of [
    {},
    { template: 'exam', spec },
    { region: 'us-east-1', spec },
    { spec: host },
    { spec: { ...spec, imageId: image } },
    { spec: { ...spec, instanceType: 'x9.huge' } },
  ]) {
    expect(await call('CreateWorker', wrong)).toMatchObject({ rejection: { code: 'worker.invalid' } });
  }
  expect(await call('CreateWorker', { spec }, { role: 'manager' })).toMatchObject({
    rejection: { code: 'access.denied' },
  });
});

test('the first start makes the templates of the file, and what was deleted stays deleted at the next', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lcm-'));
  onTestFinished(async () => rm(folder, { recursive: true }));
  const path = join(folder, 'templates.yaml');
  await writeFile(path, JSON.stringify([draft, { ...draft, name: 'other' }]));
  const store = new MemoryStateStore();
  const first = await openTestPlane({ store });
  await seedTemplates(path, first.plane.deps);
  await first.call('DeleteTemplate', { name: 'exam' });
  const second = await openTestPlane({ store });
  await seedTemplates(path, second.plane.deps);
  expect(bodyOf(await second.call('ListTemplates', {}))).toMatchObject({ items: [{ name: 'other' }] });
  expect(bodyOf(await second.call('ListTemplates', { q: 'type:m5zn enabled:no' }))).toEqual({ items: [] });
});

test('instance types are told with the prices of a region, where they are known', async () => {
  const { call } = await openTestPlane();
  expect(bodyOf(await call('ListInstanceTypes', {}, { role: 'user' }))).toMatchObject({
    items: expect.arrayContaining([
      expect.objectContaining({ name: 'm5zn.metal', price: { usd: 4.3605, isEstimate: false } }),
    ]),
    listed: { region: 'us-east-1', date: '2026-01-19' },
  });
  const nowhere = bodyOf(await call('ListInstanceTypes', { region: 'xx-nowhere-1', usable: 'true' }));
  expect(JSON.stringify(nowhere)).not.toContain('price"');
  expect(JSON.stringify(nowhere)).not.toContain('"none"');
});
