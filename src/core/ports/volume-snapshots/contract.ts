import { test as define, describe, expect } from 'vitest';
import { Cloud, type InstancesHarness } from '../instances/contract-cloud.ts';
import { type Deviations, opening, type Promised, promising } from '../instances/contract-deviations.ts';
import { nobody, refusal } from '../instances/contract-refusals.ts';
import { type InstanceId, InstancesError } from '../instances/index.ts';
import { type SeenSnapshot, type SnapshotId, snapshotId, type VolumeSnapshots } from './index.ts';

/** A cloud with nothing in it yet, and the snapshots of its disks. */
export interface VolumeSnapshotsHarness extends InstancesHarness {
  readonly snapshots: VolumeSnapshots;
}

const none = snapshotId('snap-0000000000000dead');

/** The words of the tests. */
class Disks extends Cloud {
  readonly snapshots: VolumeSnapshots;

  constructor(harness: VolumeSnapshotsHarness) {
    super(harness);
    this.snapshots = harness.snapshots;
  }

  readonly running = async (token = 'w-1:1'): Promise<InstanceId> => {
    const { id } = await this.launch(token);
    await this.becomes(id, 'running');
    return id;
  };

  readonly take = async (instance: InstanceId, key: string, tags = {}): Promise<SeenSnapshot> =>
    this.snapshots.create({ region: this.region, key, instance, description: `of ${key}`, tags });

  readonly completes = async (id: SnapshotId): Promise<SeenSnapshot> => {
    const look = async (): Promise<readonly SeenSnapshot[]> => this.snapshots.list({ region: this.region, ids: [id] });
    const [found] = await this.eventually(look, ([one]) => one?.state === 'completed');
    if (found === undefined) throw new Error(`${id} vanished`);
    return found;
  };

  /** An image that was just made takes a moment to be shown. */
  readonly image = async (id: SnapshotId): Promise<string | undefined> =>
    this.eventually(
      async () => this.snapshots.bootImage(this.region, id).catch(unlessUnavailable),
      (shown) => shown !== undefined,
    );
}

function unlessUnavailable(error: unknown): undefined {
  if (!(error instanceof InstancesError) || error.code !== 'unavailable') throw error;
}

type Open = () => Promise<Disks>;

/** What every `VolumeSnapshots` adapter promises; each adapter's test file calls this once a cloud. */
export function volumeSnapshotsContract(
  name: string,
  open: () => Promise<VolumeSnapshotsHarness>,
  deviations: Deviations = {},
): void {
  describe(`VolumeSnapshots: ${name}`, () => {
    const disks = opening(open, (harness) => new Disks(harness));
    const { promise, unpromised } = promising(define, deviations);
    for (const promises of [taking, finding, restoring, removing]) promises(promise, disks);
    define('whatever a cloud is known to do otherwise is promised here', () => {
      expect(unpromised()).toEqual([]);
    });
  });
}

function taking(test: Promised, open: Open): void {
  test('a snapshot is begun at once and completed later, with all that it was asked for', async () => {
    const { running, take, completes, harness, region } = await open();
    const instance = await running();
    const begun = await take(instance, 'backup-1', { worker: 'w-1' });
    expect(begun).toMatchObject({ region, key: 'backup-1', description: 'of backup-1', state: 'pending' });
    expect(begun.percent).toBeLessThan(100);
    expect(await completes(begun.id)).toMatchObject({
      id: begun.id,
      key: 'backup-1',
      volumeId: begun.volumeId,
      percent: 100,
      sizeGiB: harness.request.volumeGiB,
      encrypted: true,
      tags: { worker: 'w-1' },
    });
  });

  test('whoever asks again with one key is given the same snapshot', async () => {
    const { running, take, completes, snapshots, region } = await open();
    const instance = await running();
    const { id } = await take(instance, 'backup-1');
    await completes(id);
    expect((await take(instance, 'backup-1')).id).toBe(id);
    expect(await snapshots.list({ region })).toHaveLength(1);
  });

  test('a stopped instance has a disk as well', async () => {
    const { running, take, becomes, completes, instances, region } = await open();
    const instance = await running();
    await instances.stop(region, instance);
    await becomes(instance, 'stopped');
    const { id } = await take(instance, 'backup-1');
    expect((await completes(id)).state).toBe('completed');
  });

  test('a disk that was copied a moment ago is not copied again', async () => {
    const { running, take } = await open();
    const instance = await running();
    await take(instance, 'backup-1');
    expect(await refusal(take(instance, 'backup-2'))).toBe('throttled');
  });

  test('what is not there has no disk', async () => {
    const { running, take, becomes, instances, region } = await open();
    expect(await refusal(take(nobody, 'backup-1'))).toBe('not-found');
    const instance = await running();
    await instances.terminate(region, instance);
    await becomes(instance, 'terminated');
    expect(await refusal(take(instance, 'backup-1'))).toBe('not-found');
  });
}

function finding(test: Promised, open: Open): void {
  test('snapshots are found by id, key and tags, the oldest first, in their region only', async () => {
    const { running, take, completes, snapshots, harness, region } = await open();
    const first = await take(await running('w-1:1'), 'one', { fleet: 'exam' });
    await completes(first.id);
    const second = await take(await running('w-2:1'), 'two', { fleet: 'exam', note: 'a*b' });
    await completes(second.id);
    const idsOf = async (query: object): Promise<readonly string[]> =>
      (await snapshots.list({ region, ...query })).map(({ id }) => id);
    expect(await idsOf({})).toEqual([first.id, second.id]);
    expect(await idsOf({ key: 'two' })).toEqual([second.id]);
    expect(await idsOf({ key: 't*' })).toEqual([]);
    expect(await idsOf({ ids: [none, first.id] })).toEqual([first.id]);
    expect(await idsOf({ ids: [] })).toEqual([]);
    expect(await idsOf({ tags: { fleet: 'exam' } })).toEqual([first.id, second.id]);
    expect(await idsOf({ tags: { fleet: 'exam' }, key: 'one' })).toEqual([first.id]);
    expect(await snapshots.list({ region: harness.otherRegion })).toEqual([]);
  });

  test('a list is whole, however many pages it takes', async () => {
    const { running, take, eventually, snapshots, region } = await open();
    const names = ['a', 'b', 'c', 'd'];
    const taken = await Promise.all(names.map(async (name) => take(await running(`w-${name}:1`), name)));
    const found = await eventually(
      async () => snapshots.list({ region }),
      (seen) => seen.length === names.length,
    );
    expect(found.map(({ id }) => id).toSorted()).toEqual(taken.map(({ id }) => id).toSorted());
  });

  test('a snapshot outlives its instance', async () => {
    const { running, take, completes, becomes, instances, snapshots, region } = await open();
    const instance = await running();
    const { id } = await take(instance, 'backup-1');
    await completes(id);
    await instances.terminate(region, instance);
    await becomes(instance, 'terminated');
    expect(await snapshots.list({ region, ids: [id] })).toHaveLength(1);
  });
}

function restoring(test: Promised, open: Open): void {
  test('an instance is launched from it, on a disk that is no smaller', async () => {
    const { running, take, completes, image, becomes, harness, region } = await open();
    const { id } = await take(await running(), 'backup-1');
    await completes(id);
    const imageId = await image(id);
    const request = { ...harness.request, region, token: 'w-2:1', tags: {}, volumeGiB: 8, imageId };
    const launched = await harness.instances.launch(request);
    expect(launched.imageId).toBe(imageId);
    await becomes(launched.id, 'running');
    const copy = await take(launched.id, 'backup-2');
    expect((await completes(copy.id)).sizeGiB).toBe(harness.request.volumeGiB);
  });

  test('a snapshot has one image, however often it is asked for', async () => {
    const { running, take, completes, image } = await open();
    const { id } = await take(await running(), 'backup-1');
    await completes(id);
    const first = await image(id);
    expect(first).toMatch(/^ami-/);
    expect(await image(id)).toBe(first);
  });

  test('there is no image of what is not complete, nor of what is not there', async () => {
    const { running, take, eventually, snapshots, region } = await open();
    const { id } = await take(await running(), 'backup-1');
    const early = await eventually(
      async () => refusal(snapshots.bootImage(region, id)),
      (code) => code !== 'not-found',
    );
    expect(early).toBe('wrong-state');
    expect(await refusal(snapshots.bootImage(region, none))).toBe('not-found');
  });
}

function removing(test: Promised, open: Open): void {
  test('removing takes the image along and may be asked twice', async () => {
    const { running, take, completes, image, eventually, harness, snapshots, region } = await open();
    const { id } = await take(await running(), 'backup-1');
    await completes(id);
    const imageId = await image(id);
    await snapshots.remove(region, id);
    await snapshots.remove(region, id);
    await snapshots.remove(region, none);
    const left = await eventually(
      async () => snapshots.list({ region }),
      (found) => found.length === 0,
    );
    expect(left).toEqual([]);
    expect(await refusal(snapshots.bootImage(region, id))).toBe('not-found');
    const launch = { ...harness.request, region, token: 'w-2:1', tags: {}, imageId };
    const code = await eventually(
      async () => refusal(harness.instances.launch(launch)),
      (refused) => refused !== undefined,
    );
    expect(code).toBe('invalid-parameter');
  });

  test('a snapshot that is not complete can be removed as well', async () => {
    const { running, take, eventually, snapshots, region } = await open();
    const { id } = await take(await running(), 'backup-1');
    await snapshots.remove(region, id);
    const left = await eventually(
      async () => snapshots.list({ region }),
      (found) => found.length === 0,
    );
    expect(left).toEqual([]);
  });
}
