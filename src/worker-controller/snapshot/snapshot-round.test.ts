import type { SnapshotOrigin } from '@lcm/core/domain/snapshot';
import { expect, test } from 'vitest';
import { workerId } from '../testing/a-worker.ts';
import { SnapshotWorld } from '../testing/snapshot-world.ts';

const minute = 60_000;
const hour = 60 * minute;

async function complete(world: SnapshotWorld, number: number, origin: SnapshotOrigin = 'schedule') {
  const id = world.order(number, origin);
  await world.live(id, hour);
  return id;
}

function keep(world: SnapshotWorld, count: number): void {
  const policy = { everyHours: 24, keep: count };
  world.controlPlane.workers.append(workerId, [{ type: 'WorkerSnapshotPolicySet', policy, at: world.clock.now() }]);
}

test('a policy asks for a snapshot when it is due, and says so', async () => {
  const world = new SnapshotWorld();
  keep(world, 2);
  const { summary, news } = await world.round();
  expect({ summary, news }).toEqual({
    summary: '1 asked for, 0 to be deleted by policies in 1 region(s)',
    news: true,
  });
  expect(world.controlPlane.sent.map(({ name, input }) => ({ name, input }))).toEqual([
    { name: 'PlanSnapshot', input: { workerId, reason: 'its policy wants one every 24 h' } },
  ]);
});

test('a policy lets go of its oldest, and of nothing that a person asked for', async () => {
  const world = new SnapshotWorld();
  const byHand = await complete(world, 1, 'by-hand');
  const [old, kept] = [await complete(world, 2), await complete(world, 3)];
  keep(world, 1);
  expect(await world.round()).toMatchObject({ summary: expect.stringContaining('1 to be deleted'), news: true });
  expect([byHand, old, kept].map((id) => world.of(id).state)).toEqual(['completed', 'deleting', 'completed']);
  expect(world.of(old).reason).toBe('its policy keeps 1, newer ones are complete');
});

test('a round that finds all as it is written down is no news', async () => {
  const world = new SnapshotWorld();
  await complete(world, 1, 'by-hand');
  expect(await world.round()).toEqual({
    summary: '0 asked for, 0 to be deleted by policies in 1 region(s)',
    news: false,
  });
});

test('a complete one that somebody deleted in EC2 is noticed, and one that is not shown yet is not missed', async () => {
  const world = new SnapshotWorld();
  const id = await complete(world, 1);
  world.cloud.failNext('deleted-by-hand');
  expect(await world.round()).toMatchObject({ summary: expect.stringContaining('1 gone from EC2') });
  expect(world.of(id)).toMatchObject({ state: 'deleted', reason: expect.stringContaining('somebody has deleted it') });

  const fresh = world.order(2);
  await world.live(fresh, 21 * minute);
  expect(world.of(fresh).state).toBe('completed');
  world.cloud.failNext('blind');
  await world.round();
  expect(world.of(fresh).state).toBe('completed');
});

test('what is in EC2 under our tag and in no record is named, and left alone', async () => {
  const world = new SnapshotWorld();
  world.cloud.appear('snp_nobody');
  expect(await world.round()).toMatchObject({ summary: expect.stringContaining('snap-ffffffff'), news: true });
  expect(world.cloud.all).toHaveLength(1);
});

test('a region that does not answer is named, and stops nobody', async () => {
  const world = new SnapshotWorld();
  keep(world, 1);
  world.cloud.failNext('region-down');
  expect(await world.round()).toMatchObject({
    summary: '1 asked for, 0 to be deleted by policies in 1 region(s); not looked at: us-east-1: EC2 says unavailable',
  });
});
