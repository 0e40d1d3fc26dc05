import { SnapshotProgress, snapshotProgressPrefix } from '@lcm/core/contracts/snapshot';
import type { SnapshotId } from '@lcm/core/domain/snapshot';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { copyMs, type SnapshotFault } from '../testing/fake-snapshots.ts';
import { type ReportFault, SnapshotWorld } from '../testing/snapshot-world.ts';

const minute = 60_000;
const hour = 60 * minute;

async function aComplete(): Promise<{ world: SnapshotWorld; id: SnapshotId }> {
  const world = new SnapshotWorld();
  const id = world.order();
  await world.live(id, hour);
  return { world, id };
}

describe('the way of a snapshot', () => {
  test('it is begun, followed, completed, and has an image to start from', async () => {
    const { world, id } = await aComplete();
    expect(world.of(id)).toMatchObject({
      state: 'completed',
      cloud: { id: 'snap-00000001', volumeId: 'vol-of-i-00000001', sizeGiB: 200, encrypted: true },
      imageId: 'ami-00000001',
    });
    expect(world.cloud.effects).toEqual(['create snp_1']);
    expect(await world.look(id)).toEqual({ kind: 'settled' });
  });

  test('it carries what it is found by, and a description that EC2 takes', async () => {
    const { world } = await aComplete();
    const [{ tags, description } = { tags: {}, description: '' }] = world.cloud.all;
    expect(tags).toMatchObject({ team: 'exams', 'lcm:worker_id': 'wkr_1', 'lcm:snapshot_id': 'snp_1' });
    expect(description).toBe('exam-room-1 (wkr_1): vor dem Umbau ? heute');
  });

  test('how far it is can be asked for meanwhile, and is in no history', async () => {
    const world = new SnapshotWorld();
    const id = world.order();
    await world.live(id, copyMs / 2);
    const told = async () => (await world.coordination.list(snapshotProgressPrefix)).items;
    const [{ value } = { value: '{}' }] = await told();
    expect(SnapshotProgress.parse(JSON.parse(value))).toMatchObject({ id, percent: expect.closeTo(50, -1) });
    await world.live(id, copyMs);
    expect(await told()).toEqual([]);
    expect(world.controlPlane.snapshots.events.map(({ type }) => type)).toEqual([
      'SnapshotRequested',
      'SnapshotStarted',
      'SnapshotCompleted',
      'SnapshotImageMade',
    ]);
  });

  test('a copy that fails is an error, with the reason of EC2', async () => {
    const world = new SnapshotWorld();
    world.cloud.failNext('copy-fails');
    const id = world.order();
    await world.live(id, hour);
    expect(world.of(id)).toMatchObject({ state: 'error', reason: expect.stringContaining('the key was disabled') });
    world.orderDeletion(id);
    await world.live(id, hour);
    expect([world.of(id).state, world.cloud.all]).toEqual(['deleted', []]);
  });

  test('a refusal is an error at once, with what can be done about it', async () => {
    const world = new SnapshotWorld();
    world.cloud.failNext('refused-for-good');
    const id = world.order();
    await world.look(id);
    expect(world.of(id)).toMatchObject({ state: 'error', reason: expect.stringContaining('Service Quotas') });
  });

  test('one that EC2 does not begin in an hour is given up', async () => {
    const world = new SnapshotWorld();
    const id = world.order();
    for (let tries = 0; tries < 70; tries += 1) {
      world.cloud.failNext('refused');
      await world.live(id, minute);
    }
    expect(world.of(id)).toMatchObject({ state: 'error', reason: 'EC2 did not begin it in time' });
  });

  test('one that takes a day is given up', async () => {
    const world = new SnapshotWorld();
    const id = world.order();
    world.cloud.failNext('copy-hangs');
    await world.live(id, 23 * hour);
    expect(world.of(id).state).toBe('pending');
    await world.live(id, 2 * hour);
    expect(world.of(id)).toMatchObject({ state: 'error', reason: 'EC2 has copied 99 % and was given up' });
  });

  test('without the lead nothing is begun and nothing is deleted', async () => {
    const world = new SnapshotWorld();
    world.mayAct = false;
    const id = world.order();
    await world.live(id, minute);
    expect(world.cloud.effects).toEqual([]);
    world.mayAct = true;
    await world.live(id, hour);
    world.mayAct = false;
    world.orderDeletion(id);
    await world.live(id, hour);
    expect(world.cloud.all).toHaveLength(1);
  });
});

describe('deleting', () => {
  test('takes the image along', async () => {
    const { world, id } = await aComplete();
    expect(world.cloud.images.size).toBe(1);
    world.orderDeletion(id);
    await world.live(id, hour);
    expect(world.of(id)).toMatchObject({ state: 'deleted', reason: 'not needed' });
    expect([world.cloud.all.length, world.cloud.images.size]).toEqual([0, 0]);
  });

  test('what EC2 keeps is complete as before, and says why', async () => {
    const { world, id } = await aComplete();
    world.cloud.failNext('kept');
    world.orderDeletion(id);
    await world.live(id, hour);
    expect(world.of(id)).toMatchObject({
      state: 'completed',
      reason: expect.stringContaining('EC2 did not delete it'),
    });
    expect(world.cloud.all).toHaveLength(1);
  });

  test('one whose begin was not answered is looked for before it counts as gone', async () => {
    const world = new SnapshotWorld();
    const id = world.order();
    world.cloud.failNext('answer-lost');
    await world.look(id);
    world.cloud.failNext('lagging-read');
    world.orderDeletion(id);
    await world.live(id, hour);
    expect([world.of(id).state, world.cloud.all]).toEqual(['deleted', []]);
  });
});

test('one that somebody deletes in EC2 while it is made is gone, once reads can have caught up', async () => {
  const world = new SnapshotWorld();
  const id = world.order();
  await world.live(id, minute);
  world.cloud.failNext('blind');
  await world.live(id, minute);
  world.cloud.failNext('deleted-by-hand');
  await world.live(id, minute);
  expect(world.of(id).state).toBe('pending');
  await world.live(id, 5 * minute);
  expect(world.of(id)).toMatchObject({ state: 'deleted', reason: expect.stringContaining('somebody has deleted it') });
});

const faults: readonly SnapshotFault[] = ['refused', 'answer-lost', 'lagging-read'];
const reportFaults: readonly ReportFault[] = ['report-lost', 'report-not-sent'];
const happening = fc.record({
  what: fc.constantFrom(...faults, ...reportFaults, 'restart' as const),
  afterMs: fc.integer({ min: 0, max: 12 * minute }),
});

async function happens(world: SnapshotWorld, what: SnapshotFault | ReportFault | 'restart'): Promise<void> {
  const fault = faults.find((each) => each === what);
  const reportFault = reportFaults.find((each) => each === what);
  if (what === 'restart') world.restart();
  if (fault) world.cloud.failNext(fault);
  if (reportFault) world.controlPlane.failNext(reportFault);
}

test('whatever is lost and whoever dies, there is one copy while it is wanted and none after', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 8 }), fc.nat(8), async (script, deletedAfter) => {
      const world = new SnapshotWorld();
      const id = world.order();
      for (const [index, { what, afterMs }] of script.entries()) {
        await happens(world, what);
        if (index === deletedAfter) world.orderDeletion(id);
        await world.live(id, afterMs);
        expect(world.cloud.all.length).toBeLessThanOrEqual(1);
      }
      world.cloud.calm();
      world.controlPlane.failNext(undefined);
      await world.live(id, 2 * hour);
      const isDeleted = deletedAfter < script.length;
      expect(world.of(id).state).toBe(isDeleted ? 'deleted' : 'completed');
      expect(world.cloud.all).toHaveLength(isDeleted ? 0 : 1);
      expect(world.cloud.images.size).toBe(isDeleted ? 0 : 1);
      expect(world.cloud.effects.filter((effect) => effect.startsWith('create')).length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 150 },
  );
});
