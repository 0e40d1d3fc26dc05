import type { WorkerEvent } from '@lcm/core/domain/worker';
import { type CmlLab, cmlLabId } from '@lcm/core/ports/cml';
import { expect, test } from 'vitest';
import { aReservation } from '../testing/a-worker.ts';
import type { FakeCml } from '../testing/fake-cml.ts';
import { World } from '../testing/world.ts';

const minute = 60_000;
const hour = 60 * minute;

async function aRunningWorld(): Promise<{ world: World; cml: FakeCml }> {
  const world = new World();
  await world.live(20 * minute);
  return { world, cml: world.cloud.at({ url: 'https://192.0.2.1', username: '', password: '' }) };
}

function aLab(world: World, fields: Partial<CmlLab> = {}): CmlLab {
  const at = world.clock.now();
  const counts = { nodeCount: 1, linkCount: 0 };
  return {
    id: cmlLabId('lab-1'),
    title: 'mine',
    state: 'STARTED',
    owner: 'ana',
    createdAt: at,
    modifiedAt: at,
    ...counts,
    ...fields,
  };
}

/** As the scheduler does when nobody has used it. */
function restNow(world: World): void {
  const at = world.clock.now();
  const cause = { kind: 'idle', by: 'scheduler', since: at } as const;
  world.commit({ type: 'WorkerDesiredStatusChanged', to: 'stopped', reason: 'nobody uses it', cause, at });
}

function activityEvents(world: World): readonly WorkerEvent[] {
  return world.controlPlane.workers.events.filter(({ type }) => type === 'WorkerActivityChanged');
}

test('labs are counted, those of sessions apart from those made by hand, without their names', async () => {
  const { world, cml } = await aRunningWorld();
  expect(world.worker.activity).toEqual({ labs: 0, running: 0, byHand: 0 });
  world.commit(aReservation(world.clock.now(), world.clock.now() + hour));
  cml.handmade = [aLab(world, { title: 'exam ses_1' }), aLab(world), aLab(world, { state: 'STOPPED' })];
  await world.live(5 * minute);
  expect(world.worker.activity).toMatchObject({ labs: 3, running: 2, byHand: 1 });
  expect(JSON.stringify(world.worker)).not.toContain('mine');
});

test('a lab that is kept warm is nobody’s doing, and counts like any other once somebody has started it', async () => {
  const { world, cml } = await aRunningWorld();
  const before = world.worker.activity;
  const title = 'Warm: VLANs lab_0123456789abcdef';
  await world.live(hour);
  cml.handmade = [aLab(world, { title, state: 'DEFINED_ON_CORE' })];
  await world.live(hour);
  expect(world.worker.activity).toEqual(before);
  cml.handmade = [aLab(world, { title })];
  await world.live(10 * minute);
  expect(world.worker.activity).toMatchObject({ labs: 1, running: 1, byHand: 1 });
});

test('looking again and again at the same is no event', async () => {
  const { world, cml } = await aRunningWorld();
  cml.handmade = [aLab(world)];
  await world.live(2 * hour);
  expect(activityEvents(world)).toHaveLength(2);
});

test('what CML wrote down of people counts, what it wrote of itself does not', async () => {
  const { world, cml } = await aRunningWorld();
  const at = world.clock.now();
  cml.told = [{ category: 'user_activity', at, userId: '00000000-0000-4000-a000-000000000000' }];
  await world.live(10 * minute);
  expect(world.worker.activity?.lastAt).toBeUndefined();
  cml.told = [{ category: 'user_activity', at, userId: '6f1c1c1e-0000-4000-a000-000000000000' }];
  await world.live(10 * minute);
  expect(world.worker.activity?.lastAt).toBe(at);
});

test('a lost answer is no news, a silence about its labs is: then nobody knows whether it is used', async () => {
  const { world, cml } = await aRunningWorld();
  cml.keepsLabsSecret = true;
  await world.look();
  expect(world.worker.activity).toBeDefined();
  await world.live(5 * minute);
  expect(world.worker.activity).toBeUndefined();
  expect(world.worker.service).toBe('available');
  cml.keepsLabsSecret = false;
  await world.live(minute);
  expect(world.worker.activity).toBeDefined();
});

test('an unused host is stopped', async () => {
  const { world } = await aRunningWorld();
  restNow(world);
  await world.live(5 * minute);
  expect(world.worker).toMatchObject({ status: 'stopped', savings: { stops: 1 } });
  expect(world.cloud.effects).toEqual(['launch wkr_1:1', 'stopped i-00000001']);
});

test('a host on which somebody began after it was found unused is not stopped', async () => {
  const { world, cml } = await aRunningWorld();
  restNow(world);
  cml.handmade = [aLab(world)];
  await world.live(10 * minute);
  expect(world.worker).toMatchObject({ status: 'running', desired: 'running', desiredReason: 'somebody uses it' });
  expect(world.cloud.effects).toEqual(['launch wkr_1:1']);
});

test('somebody who begins after the stop was announced and before EC2 is asked keeps the host too', async () => {
  const { world, cml } = await aRunningWorld();
  restNow(world);
  await world.look();
  expect(world.worker.status).toBe('stopping');
  cml.handmade = [aLab(world)];
  await world.live(10 * minute);
  expect(world.worker).toMatchObject({ status: 'running', desired: 'running', service: 'available' });
  expect(world.cloud.effects).toEqual(['launch wkr_1:1']);
});

test('a host whose CML does not tell is not stopped for being unused', async () => {
  const { world, cml } = await aRunningWorld();
  restNow(world);
  cml.keepsLabsSecret = true;
  await world.live(10 * minute);
  expect(world.worker).toMatchObject({ status: 'running', desired: 'running' });
  expect(world.cloud.effects).toEqual(['launch wkr_1:1']);
});

test('a stop whose answer was lost is not undone by CML that goes down with the host', async () => {
  const { world } = await aRunningWorld();
  restNow(world);
  world.cloud.failNext('answer-lost');
  await world.live(10 * minute);
  expect(world.worker.status).toBe('stopped');
  expect(world.cloud.effects).toEqual(['launch wkr_1:1', 'stopped i-00000001']);
});

test('a person stops a host whatever runs on it', async () => {
  const { world, cml } = await aRunningWorld();
  cml.handmade = [aLab(world)];
  await world.live(minute);
  world.want('stopped');
  await world.live(5 * minute);
  expect(world.worker.status).toBe('stopped');
  expect(world.worker.savings).toBeUndefined();
});
