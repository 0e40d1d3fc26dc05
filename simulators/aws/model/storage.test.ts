import { expect, test } from 'vitest';
import { anEc2, launched, minute, region } from '../testing/an-ec2.ts';
import { Ec2Error } from './ec2-error.ts';
import { metricsOf } from './metric-catalog.ts';
import type { Ec2Snapshot } from './snapshot.ts';

const instant = { readLag: { medianMs: 0, sigma: 0 } };
const image = { name: 'copy', description: '', rootDevice: '/dev/sda1', tags: {} };

/** One host, and the words of the tests. */
function aDisk(disks?: Parameters<typeof anEc2>[1]) {
  const world = anEc2(instant, disks);
  const { model, clock } = world;
  const id = launched(model);
  const volumeId = model.truth[0]?.volumeId ?? '';
  clock.step(30 * minute);
  const take = (): Ec2Snapshot => {
    clock.step(15_000);
    return model.storage.createSnapshot(region, { volumeId, description: '', tags: {} });
  };
  const look = (snapshot: Ec2Snapshot): Ec2Snapshot | undefined =>
    model.storage.describeSnapshots(region).find((one) => one.id === snapshot.id);
  return { ...world, id, volumeId, take, look };
}

test('a snapshot tells how far it is, and is complete in minutes', () => {
  const { clock, take, look } = aDisk();
  const snapshot = take();
  const seen: number[] = [];
  for (let n = 0; n < 120; n++) {
    seen.push(look(snapshot)?.percent ?? 0);
    clock.step(minute / 4);
  }
  expect(seen).toEqual(seen.toSorted((one, other) => one - other));
  expect(new Set(seen).size).toBeGreaterThan(5);
  expect(look(snapshot)).toMatchObject({ state: 'completed', percent: 100, encrypted: true, sizeGiB: 250 });
});

test('it may come to nothing, and says so', () => {
  const { model, clock, take, look } = aDisk();
  model.faults.add({ kind: 'snapshot-fails', count: 1 });
  const [failed, good] = [take(), take()];
  clock.step(60 * minute);
  expect([look(failed)?.state, look(good)?.state]).toEqual(['error', 'completed']);
  expect(() => model.storage.registerImage(region, { ...image, snapshotId: failed.id })).toThrow(/is error/);
});

test('a disk is copied neither twice within 15 seconds nor six times at once', () => {
  const { model, volumeId, take } = aDisk();
  take();
  expect(() => model.storage.createSnapshot(region, { volumeId, description: '', tags: {} })).toThrow(
    new Ec2Error('SnapshotCreationPerVolumeRateExceeded'),
  );
  for (let n = 0; n < 4; n++) take();
  expect(take).toThrow(new Ec2Error('ConcurrentSnapshotLimitExceeded'));
});

test('a snapshot stays as long as an image is made of it', () => {
  const { model, clock, take } = aDisk();
  const { id } = take();
  expect(() => model.storage.registerImage(region, { ...image, snapshotId: id })).toThrow(/is pending/);
  clock.step(60 * minute);
  const imageId = model.storage.registerImage(region, { ...image, snapshotId: id });
  expect(() => model.storage.registerImage(region, { ...image, snapshotId: id })).toThrow(/already in use/);
  expect(() => model.storage.deleteSnapshot(region, id)).toThrow(/currently in use/);
  model.storage.deregisterImage(region, imageId);
  expect(() => model.storage.deregisterImage(region, imageId)).toThrow(new Ec2Error('InvalidAMIID.Unavailable'));
  model.storage.deleteSnapshot(region, id);
  expect(() => model.storage.deleteSnapshot(region, id)).toThrow(/does not exist/);
});

test('disks, snapshots and images carry tags, all of them or none', () => {
  const { model, clock, id, volumeId, take } = aDisk();
  const snapshot = take();
  clock.step(60 * minute);
  const imageId = model.storage.registerImage(region, { ...image, snapshotId: snapshot.id });
  const ids = [id, volumeId, snapshot.id, imageId];
  const add = (more: string): void =>
    model.changeTags({ region, ids: [...ids, more] }, 'CreateTags', (tags) => ({ ...tags, a: '1' }));
  expect(() => add('snap-00000000')).toThrow(/does not exist/);
  expect(model.truth[0]?.tags).toEqual({});
  add(id);
  expect(model.truth[0]).toMatchObject({ tags: { a: '1' }, volumeTags: { a: '1' } });
  expect(model.storage.tagsOf(region, snapshot.id)).toEqual({ a: '1' });
  expect(model.storage.tagsOf(region, imageId)).toEqual({ a: '1' });
});

test('who keeps the disks hears of every copy, and of its end', () => {
  const heard: string[] = [];
  const copied = (from: string, to: string): number => heard.push(`${from} ${to}`);
  const disks = { copied, gone: (id: string) => heard.push(`gone ${id}`) };
  const { model, clock, id, take } = aDisk({ disks });
  heard.length = 0;
  const snapshot = take();
  clock.step(60 * minute);
  const imageId = model.storage.registerImage(region, { ...image, snapshotId: snapshot.id });
  const copy = launched(model, { imageId, token: 'w-2:1' });
  model.storage.deregisterImage(region, imageId);
  model.storage.deleteSnapshot(region, snapshot.id);
  expect(heard).toEqual([`${id} ${snapshot.id}`, `${snapshot.id} ${copy}`, `gone ${snapshot.id}`]);
  const agents = model.truth.map((instance) => metricsOf(instance).some(({ namespace }) => namespace === 'CWAgent'));
  expect(agents).toEqual([true, true]);
});

test('a restart forgets neither snapshots nor images', () => {
  const { model, clock, take, restart } = aDisk();
  const snapshot = take();
  clock.step(60 * minute);
  model.storage.registerImage(region, { ...image, snapshotId: snapshot.id });
  const restarted = restart();
  expect(restarted.storage.describeSnapshots(region)).toEqual(model.storage.describeSnapshots(region));
  expect(restarted.storage.describeImages(region)).toEqual(model.storage.describeImages(region));
});
