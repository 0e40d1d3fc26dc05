import type { WorkerEvent } from '@lcm/core/domain/worker';
import { describe, expect, test } from 'vitest';
import { World } from '../testing/world.ts';

const minute = 60_000;
const host = 'i-00000001';

function tagged(world: World, set: Readonly<Record<string, string>>, remove: readonly string[] = []): WorkerEvent {
  return { type: 'WorkerTagsChanged', set, remove, at: world.clock.now() };
}

function measured(world: World, enabled: boolean): WorkerEvent {
  return { type: 'WorkerDetailedMonitoringSet', enabled, reason: 'asked for', at: world.clock.now() };
}

async function aRunningWorld(): Promise<World> {
  const world = new World();
  await world.live(20 * minute);
  world.cloud.effects.length = 0;
  return world;
}

function tagsOf(world: World): Readonly<Record<string, string>> {
  const all = world.cloud.all[0]?.tags ?? {};
  return Object.fromEntries(Object.entries(all).filter(([key]) => key !== 'Name' && !key.startsWith('lcm:')));
}

describe('tags of the operators', () => {
  test('are on the instance from its launch on, and follow every change', async () => {
    const world = new World();
    world.commit(tagged(world, { team: 'exams', room: '1' }));
    await world.live(20 * minute);
    expect(tagsOf(world)).toEqual({ team: 'exams', room: '1' });
    expect(world.cloud.effects).toEqual(['launch wkr_1:1']);
    world.commit(tagged(world, { room: '2' }, ['team']));
    await world.live(2 * minute);
    expect(tagsOf(world)).toEqual({ room: '2' });
  });

  test('that are removed and set again stay', async () => {
    const world = await aRunningWorld();
    world.commit(tagged(world, { room: '1' }));
    await world.live(minute);
    world.commit(tagged(world, {}, ['room']), tagged(world, { room: '3' }));
    await world.live(minute);
    expect(tagsOf(world)).toEqual({ room: '3' });
    expect(world.cloud.effects).toEqual([`tag ${host}`, `tag ${host}`]);
  });

  test('that EC2 refuses are said to be, and not tried again before they are others', async () => {
    const world = await aRunningWorld();
    world.cloud.failAlways('refused-for-good');
    world.commit(tagged(world, { room: '1' }));
    await world.live(60 * minute);
    expect(world.worker.tagsRefused).toMatch('tag-limit');
    world.cloud.calm();
    await world.live(10 * minute);
    expect(world.cloud.effects).toEqual([]);
    world.commit(tagged(world, { room: '2' }));
    await world.live(minute);
    expect(tagsOf(world)).toEqual({ room: '2' });
    expect(world.worker.tagsRefused).toBeUndefined();
  });
});

test('a host is measured each minute as long as somebody wants it, and only then', async () => {
  const world = await aRunningWorld();
  world.commit(measured(world, true));
  await world.live(20 * minute);
  world.commit(measured(world, false));
  await world.live(20 * minute);
  expect(world.cloud.effects).toEqual([`monitor ${host} each minute`, `monitor ${host} each five`]);
});

test.each([
  'refused',
  'answer-lost',
] as const)('whoever dies after a call that is %s leaves nothing undone', async (how) => {
  const world = await aRunningWorld();
  world.commit(tagged(world, { room: '1' }), measured(world, true));
  for (let look = 0; look < 4; look += 1) {
    world.cloud.failNext(how);
    await world.look();
    world.restart();
  }
  world.cloud.calm();
  await world.live(minute);
  expect(tagsOf(world)).toEqual({ room: '1' });
  expect(world.cloud.all[0]?.detailedMonitoring).toBe(true);
  expect(world.cloud.effects).toEqual([`tag ${host}`, `monitor ${host} each minute`]);
  expect(world.worker.status).toBe('running');
});
