import type { WorkerEvent } from '@lcm/core/domain/worker';
import { cmlLabId } from '@lcm/core/ports/cml';
import { instanceId } from '@lcm/core/ports/instances';
import { describe, expect, test } from 'vitest';
import { aReservation } from '../testing/a-worker.ts';
import type { FakeCml } from '../testing/fake-cml.ts';
import { World } from '../testing/world.ts';

const minute = 60_000;
const hour = 60 * minute;
const host = instanceId('i-00000001');

async function aRunningWorld(): Promise<{ world: World; cml: FakeCml }> {
  const world = new World();
  await world.live(20 * minute);
  return { world, cml: world.cloud.at({ url: 'https://192.0.2.1', username: '', password: '' }) };
}

function count(world: World, type: WorkerEvent['type']): number {
  return world.controlPlane.workers.events.filter((event) => event.type === type).length;
}

describe('what an available CML says of itself', () => {
  test('is known as soon as it is up, and an event only when it is another', async () => {
    const { world, cml } = await aRunningWorld();
    expect(world.worker.definitions).toMatchObject({
      nodes: [{ id: 'iosv', images: ['iosv'] }],
      images: [{ of: 'iosv' }],
    });
    expect(world.worker.health).toMatchObject({ valid: true, computes: [{ failing: [], untold: ['docker_shim'] }] });
    await world.live(5 * hour);
    expect([count(world, 'WorkerDefinitionsChanged'), count(world, 'WorkerHealthChanged')]).toEqual([1, 1]);
    cml.kinds = ['asav', 'iosv'];
    cml.isSick = true;
    await world.live(61 * minute);
    expect(world.worker.definitions?.nodes.map(({ id }) => id)).toEqual(['asav', 'iosv']);
    expect(world.worker.health?.computes[0]).toMatchObject({ valid: false, failing: ['libvirt'] });
    expect([count(world, 'WorkerDefinitionsChanged'), count(world, 'WorkerHealthChanged')]).toEqual([2, 2]);
  });

  test('is forgotten with its host, and a new launch may have others', async () => {
    const { world } = await aRunningWorld();
    world.want('stopped');
    await world.live(10 * minute);
    expect(world.worker).toMatchObject({ health: undefined, line: undefined });
    expect(world.worker.definitions?.nodes).toHaveLength(1);
    world.want('running');
    await world.live(30 * minute);
    world.cloud.failNext('killed');
    await world.live(3 * minute);
    expect(world.worker).toMatchObject({ launch: 2, definitions: undefined });
  });
});

describe('what CML tells by itself', () => {
  test('by which way is told once', async () => {
    const { world } = await aRunningWorld();
    world.told.line = { by: 'events' };
    await world.live(hour);
    world.told.line = { by: 'polling', because: 'CML events: no answer' };
    await world.live(hour);
    expect(count(world, 'WorkerLineChanged')).toBe(2);
    expect(world.worker.line).toMatchObject({ by: 'polling', because: 'CML events: no answer' });
  });

  test('of somebody’s work leads to a look at what CML wrote down of it', async () => {
    const { world, cml } = await aRunningWorld();
    await world.look();
    cml.told = [{ category: 'start_node', at: world.clock.now(), userId: 'ana' }];
    await world.look();
    expect(world.worker.activity?.lastAt).toBeUndefined();
    world.clock.step(1);
    world.told.activityAt = world.clock.now();
    await world.look();
    expect(world.worker.activity?.lastAt).toBe(world.clock.now() - 1);
  });

  test('of labs asks for them to be read, once for all that was told until then', async () => {
    const { world } = await aRunningWorld();
    world.told.labsAt = world.clock.now();
    await world.live(10 * minute);
    expect(count(world, 'WorkerLabsRefreshAsked')).toBe(1);
    world.commit({ type: 'WorkerLabsRefreshed', at: world.clock.now() });
    await world.live(10 * minute);
    expect(count(world, 'WorkerLabsRefreshAsked')).toBe(1);
    world.told.labsAt = world.clock.now();
    await world.live(10 * minute);
    expect(count(world, 'WorkerLabsRefreshAsked')).toBe(2);
  });
});

describe('a host whose checks fail', () => {
  test('is replaced after a while when nobody is on it', async () => {
    const { world } = await aRunningWorld();
    world.cloud.impaired.add(host);
    await world.live(10 * minute);
    expect(world.worker).toMatchObject({ launch: 1, checks: { instance: 'impaired' } });
    await world.live(10 * minute);
    expect(world.worker.launch).toBe(2);
  });

  test('is left alone with a session on it, or a lab that runs', async () => {
    const booked = (await aRunningWorld()).world;
    booked.commit(aReservation(booked.clock.now(), booked.clock.now() + 5 * hour));
    booked.cloud.impaired.add(host);
    await booked.live(2 * hour);
    expect(booked.worker).toMatchObject({ launch: 1, status: 'running' });
    expect(booked.cloud.effects).toEqual(['launch wkr_1:1']);
    const { world: used, cml } = await aRunningWorld();
    const at = used.clock.now();
    const lab = { id: cmlLabId('l1'), title: 'mine', state: 'STARTED', owner: 'ana', nodeCount: 1 } as const;
    cml.handmade = [{ ...lab, linkCount: 0, createdAt: at, modifiedAt: at }];
    used.cloud.impaired.add(host);
    await used.live(2 * hour);
    expect(used.worker.launch).toBe(1);
  });

  test('that is passed again keeps its host', async () => {
    const { world } = await aRunningWorld();
    for (let time = 0; time < 4; time += 1) {
      world.cloud.impaired.add(host);
      await world.live(10 * minute);
      world.cloud.impaired.delete(host);
      await world.live(10 * minute);
    }
    expect(world.worker.launch).toBe(1);
  });
});
