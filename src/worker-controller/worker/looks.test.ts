import type { WorkerEvent } from '@lcm/core/domain/worker';
import { describe, expect, test } from 'vitest';
import { World } from '../testing/world.ts';

const minute = 60_000;

type Asked = 'WorkerRefreshRequested' | 'WorkerSyncRequested';

function ask(world: World, type: Asked): void {
  world.commit({ type, reason: 'asked for', by: 'ana', at: world.clock.now() });
}

function completions(world: World): readonly WorkerEvent[] {
  const { events } = world.controlPlane.workers;
  return events.filter(({ type }) => type === 'WorkerRefreshCompleted' || type === 'WorkerSyncCompleted');
}

async function aRunningWorker(): Promise<World> {
  const world = new World();
  await world.live(20 * minute);
  return world;
}

describe('a refresh', () => {
  test('says what EC2, CML and the measurements show', async () => {
    const world = await aRunningWorker();
    ask(world, 'WorkerRefreshRequested');
    await world.look();
    expect(world.worker.looks?.refresh).toMatchObject({
      completedAt: world.clock.now(),
      found: 'its instance is running, checks: system ok, instance ok; CML 2.9.0+build.3 is ready, labs: 0',
    });
    expect(world.measured).toEqual(['exam-room-1']);
  });

  test('of a worker whose CML and CloudWatch are silent says that, and is done', async () => {
    const world = await aRunningWorker();
    world.unmeasured = ['CloudWatch'];
    world.cloud.failNext('killed');
    ask(world, 'WorkerRefreshRequested');
    await world.live(minute);
    expect(world.worker.looks?.refresh?.found).toContain('not measured by CloudWatch');
  });

  test('of one who dies before it is told is done by the next, and told once', async () => {
    const world = await aRunningWorker();
    ask(world, 'WorkerRefreshRequested');
    world.dieBefore('looked');
    await world.look();
    expect(world.worker.looks?.refresh?.completedAt).toBeUndefined();
    world.restart();
    await world.live(5 * minute);
    expect(completions(world)).toHaveLength(1);
    expect(world.worker.looks?.refresh?.completedAt).toBeDefined();
  });

  test('reads what people did on the host anew, however fresh that is', async () => {
    const world = await aRunningWorker();
    const [cml] = world.cloud.servers;
    await world.look();
    const before = cml?.readOfActivity ?? 0;
    await world.look();
    expect(cml?.readOfActivity).toBe(before);
    world.clock.step(1000);
    ask(world, 'WorkerRefreshRequested');
    await world.look();
    expect(cml?.readOfActivity).toBe(before + 1);
  });
});

describe('a sync', () => {
  test('brings the record to what is there, then says that it is done', async () => {
    const world = await aRunningWorker();
    for (const { region, id } of world.cloud.all) await world.cloud.stop(region, id);
    world.clock.step(2 * minute);
    ask(world, 'WorkerSyncRequested');
    await world.live(minute);
    expect(world.controlPlane.workers.events).toContainEqual(
      expect.objectContaining({ type: 'WorkerStatusChanged', to: 'stopped' }),
    );
    expect(completions(world)).toHaveLength(1);
  });

  test('and a refresh that are asked for together are both done', async () => {
    const world = await aRunningWorker();
    ask(world, 'WorkerSyncRequested');
    ask(world, 'WorkerRefreshRequested');
    await world.live(minute);
    expect(completions(world)).toHaveLength(2);
    expect(world.worker.looks?.sync?.found).toBe('all is as wanted');
  });

  test('of a planned worker that has no host is done too', async () => {
    const world = new World({ desired: 'stopped' });
    ask(world, 'WorkerSyncRequested');
    await world.look();
    expect(world.worker.looks?.sync?.found).toBe('planned: nobody needs its host yet');
  });

  test('that is under way when the worker ends is over with it', async () => {
    const world = await aRunningWorker();
    world.want('terminated');
    ask(world, 'WorkerSyncRequested');
    await world.live(20 * minute);
    expect(world.worker).toMatchObject({ status: 'terminated', looks: undefined });
  });
});
