import { describe, expect, test } from 'vitest';
import { workerId } from '../testing/a-worker.ts';
import { World } from '../testing/world.ts';

const minute = 60_000;

/** A worker at launch 2, because launch 1 was given up; and what launch 1 left after all, which shows itself late. */
async function withLeftover() {
  const world = new World();
  world.commit({ type: 'WorkerLaunchFailed', launch: 1, reason: 'no answer', at: world.clock.now() });
  world.commit({ type: 'WorkerVacated', launch: 1, at: world.clock.now() });
  await world.live(20 * minute);
  const leftover = world.cloud.appear({ token: `${workerId}:1`, tags: { 'lcm:worker_id': workerId } });
  return { world, leftover };
}

function story(world: World): readonly string[] {
  return world.controlPlane.workers.events.flatMap((event) =>
    event.type === 'WorkerLeftoverFound' || event.type === 'WorkerLeftoverEnded' ? [event.type] : [],
  );
}

describe('an instance of an earlier launch', () => {
  test('is written down, ended, and leaves the present one alone', async () => {
    const { world, leftover } = await withLeftover();
    await world.live(20 * minute);
    expect(story(world)).toEqual(['WorkerLeftoverFound', 'WorkerLeftoverEnded']);
    expect(world.cloud.effects).toEqual([`launch ${workerId}:2`, `terminated ${leftover.id}`]);
    expect(world.worker).toMatchObject({ status: 'running', launch: 2, leftovers: {} });
  });

  test('is ended by the successor of a controller that died after it wrote it down', async () => {
    const { world, leftover } = await withLeftover();
    await live(world, () => Object.keys(world.worker.leftovers ?? {}).length > 0);
    expect(world.cloud.alive).toHaveLength(2);
    world.restart();
    await world.live(20 * minute);
    expect(world.cloud.alive.map(({ id }) => id)).toEqual([world.worker.instanceId]);
    expect(world.cloud.effects.filter((effect) => effect.endsWith(leftover.id))).toEqual([`terminated ${leftover.id}`]);
  });

  test('is ended once, also when the answer to that is lost', async () => {
    const { world, leftover } = await withLeftover();
    await live(world, () => Object.keys(world.worker.leftovers ?? {}).length > 0);
    world.cloud.failNext('answer-lost');
    await world.live(20 * minute);
    expect(story(world)).toEqual(['WorkerLeftoverFound', 'WorkerLeftoverEnded']);
    expect(world.cloud.effects.filter((effect) => effect.endsWith(leftover.id))).toHaveLength(1);
  });

  test('that EC2 has forgotten meanwhile is over', async () => {
    const { world, leftover } = await withLeftover();
    await live(world, () => Object.keys(world.worker.leftovers ?? {}).length > 0);
    world.cloud.vanish(leftover.id);
    await world.live(20 * minute);
    expect(world.worker.leftovers).toEqual({});
  });

  test('is not ended without the lead', async () => {
    const { world } = await withLeftover();
    world.mayAct = false;
    await world.live(20 * minute);
    expect(world.cloud.alive).toHaveLength(2);
  });

  test('is ended with its worker', async () => {
    const { world } = await withLeftover();
    world.want('terminated');
    await world.live(40 * minute);
    expect(world.worker.status).toBe('terminated');
    expect(world.cloud.alive).toEqual([]);
  });

  test('that EC2 does not let go keeps the worker from nothing', async () => {
    const { world } = await withLeftover();
    await live(world, () => Object.keys(world.worker.leftovers ?? {}).length > 0);
    world.cloud.failNext('refused');
    await world.look();
    world.want('stopped');
    await world.live(minute);
    expect(world.worker.status).toBe('stopping');
  });

  test('of another worker, or of a later launch, is none of its business', async () => {
    const { world } = await withLeftover();
    await world.live(20 * minute);
    const tags = { 'lcm:worker_id': workerId };
    world.cloud.appear({ token: 'wkr_2:1', tags });
    world.cloud.appear({ token: `${workerId}:3`, tags });
    world.cloud.appear({ tags });
    await world.live(20 * minute);
    expect(world.cloud.alive).toHaveLength(4);
  });
});

async function live(world: World, until: () => boolean): Promise<void> {
  for (let looks = 0; !until(); looks += 1) {
    if (looks > 500) throw new Error(`it did not come to be; ${world.because}`);
    world.clock.step(Math.min(await world.look(), minute));
  }
}
