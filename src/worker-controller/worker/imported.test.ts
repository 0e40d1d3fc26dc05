import type { WorkerEvent } from '@lcm/core/domain/worker';
import { instanceId } from '@lcm/core/ports/instances';
import { describe, expect, test } from 'vitest';
import { workerId } from '../testing/a-worker.ts';
import { World } from '../testing/world.ts';

const minute = 60_000;
const hour = 60 * minute;

/** A worker that was made of an instance which somebody else launched. */
function anImported(tags: Record<string, string> = { Name: 'by hand' }) {
  const world = new World({ origin: 'imported' });
  const { id, publicIp } = world.cloud.appear({ tags });
  const at = world.clock.now();
  world.commit(
    { type: 'WorkerInstanceAssigned', launch: 1, instanceId: id, at },
    { type: 'WorkerAddressChanged', publicIp, at },
    { type: 'WorkerStatusChanged', to: 'provisioning', reason: 'found so', at },
    { type: 'WorkerStatusChanged', to: 'running', reason: 'found so', at },
  );
  return { world, id };
}

describe('a worker whose instance somebody else launched', () => {
  test('is looked after by its instance’s id, gets our tags and launches nothing', async () => {
    const { world, id } = anImported();
    await world.live(20 * minute);
    expect(world.worker).toMatchObject({ status: 'running', service: 'available', license: { status: 'registered' } });
    expect(world.cloud.effects).toEqual([`tag ${id}`]);
    expect(world.cloud.all[0]?.tags).toEqual({
      Name: 'by hand',
      'lcm:worker_id': workerId,
      'lcm:managed_by': 'lablet-cloud-manager',
      'lcm:launch': '1',
      'lcm:template_name': 'metal',
    });
  });

  test('does without our tags where there is no room for them, or EC2 refuses them', async () => {
    const full = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`t${index}`, 'x']));
    const { world } = anImported(full);
    await world.live(20 * minute);
    expect(world.worker).toMatchObject({ status: 'running', service: 'available' });
    expect(world.cloud.effects).toEqual([]);
    const refused = anImported();
    refused.world.cloud.failNext('refused');
    await refused.world.live(hour);
    expect(refused.world.worker).toMatchObject({ status: 'running', service: 'available' });
    expect(refused.world.cloud.effects).toEqual([`tag ${refused.id}`]);
  });

  test('stops and starts as any other', async () => {
    const { world, id } = anImported();
    await world.live(20 * minute);
    world.want('stopped');
    await world.live(10 * minute);
    expect(world.worker.status).toBe('stopped');
    world.want('running');
    await world.live(20 * minute);
    expect(world.cloud.effects).toEqual([`tag ${id}`, `stopped ${id}`, `running ${id}`]);
  });

  test('is never ended because its CML does not let us in: it is said to be broken', async () => {
    const { world, id } = anImported();
    world.cloud.at({ url: 'https://192.0.2.1', username: 'admin', password: 'x' }).closed = true;
    await world.live(3 * hour);
    expect(world.worker).toMatchObject({ status: 'running', service: 'error', launch: 1, failures: 0 });
    expect(world.cloud.effects).toEqual([`tag ${id}`]);
  });

  test('is replaced when its instance was ended by somebody else', async () => {
    const { world } = anImported();
    await world.live(20 * minute);
    world.cloud.failNext('killed');
    await world.live(hour);
    expect(world.worker).toMatchObject({ status: 'running', launch: 2 });
  });

  test('leaves an instance that it takes for lost to whoever launched it', async () => {
    const { world, id } = anImported();
    await world.live(20 * minute);
    const failed: WorkerEvent = { type: 'WorkerLaunchFailed', launch: 1, reason: 'not seen', at: world.clock.now() };
    world.commit(failed);
    await world.live(hour);
    expect(world.worker.launch).toBe(2);
    expect(world.cloud.alive.map((one) => one.id)).toContain(id);
  });

  test('ends with its instance when a person says so', async () => {
    const { world, id } = anImported();
    await world.live(20 * minute);
    world.want('terminated');
    await world.live(30 * minute);
    expect(world.worker.status).toBe('terminated');
    expect(world.cloud.licensed).toBe(0);
    expect(world.cloud.all).toMatchObject([{ id, state: 'terminated' }]);
  });
});

describe('a worker whose instance is not seen', () => {
  const instance = 'i-000000ff';
  const ways = {
    provisioning: ['provisioning'],
    starting: ['provisioning', 'starting'],
    running: ['provisioning', 'running'],
    draining: ['provisioning', 'running', 'draining'],
    stopping: ['provisioning', 'stopping'],
    stopped: ['provisioning', 'stopping', 'stopped'],
    unknown: ['provisioning', 'running', 'unknown'],
  } as const;
  const statuses = ['provisioning', 'starting', 'running', 'draining', 'stopping', 'stopped', 'unknown'] as const;

  function aWorldAt(status: (typeof statuses)[number]): World {
    const world = new World();
    const at = world.clock.now();
    world.commit({ type: 'WorkerInstanceAssigned', launch: 1, instanceId: instance, at });
    for (const to of ways[status]) world.commit({ type: 'WorkerStatusChanged', to, reason: 'x', at });
    return world;
  }

  test.each(
    statuses,
  )('while it is %s, loses its launch when EC2 does not know the instance for long enough', async (status) => {
    const world = aWorldAt(status);
    await world.look();
    expect(world.worker.status).toBe(status);
    world.clock.step(3 * minute);
    await world.look();
    expect(world.worker).toMatchObject({ status: 'failed', reason: 'its instance is not there any more' });
  });

  test.each(statuses)('while it is %s, loses nothing because its region does not answer', async (status) => {
    const world = aWorldAt(status);
    world.cloud.broken.add('us-east-1');
    await world.live(hour);
    expect(world.worker).toMatchObject({ status, instanceId: instance, launch: 1 });
    expect(world.cloud.effects).toEqual([]);
  });

  test.each(statuses)('while it is %s, loses nothing because a list lagged', async (status) => {
    const world = aWorldAt(status);
    await world.look();
    world.clock.step(minute);
    world.cloud.appear({ id: instanceId(instance), token: `${workerId}:1` });
    await world.live(hour);
    expect(world.worker).toMatchObject({ launch: 1, instanceId: instance });
    expect(world.controlPlane.workers.events.some(({ type }) => type === 'WorkerLaunchFailed')).toBe(false);
  });
});
