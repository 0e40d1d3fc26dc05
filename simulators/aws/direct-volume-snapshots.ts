import { instant } from '@lcm/core/kernel';
import { InstancesError } from '@lcm/core/ports/instances';
import {
  type SeenSnapshot,
  type SnapshotId,
  type SnapshotRequest,
  type SnapshotsQuery,
  snapshotId,
  snapshotKeyTag,
  type VolumeSnapshots,
} from '@lcm/core/ports/volume-snapshots';
import { type DirectDeps, directCall } from './direct-call.ts';
import { wholeSecond } from './model/context.ts';
import type { Ec2Model } from './model/ec2-model.ts';
import type { Ec2Snapshot } from './model/snapshot.ts';

/** The model as a port, with nothing in between: the same calls, faults and refusals as over the network. */
export class DirectVolumeSnapshots implements VolumeSnapshots {
  readonly #deps: DirectDeps;

  constructor(deps: DirectDeps) {
    this.#deps = deps;
  }

  async create(request: SnapshotRequest): Promise<SeenSnapshot> {
    const { region, key, instance: id, description } = request;
    const [known] = await this.list({ region, key });
    if (known) return known;
    const all = await this.#call(region, 'DescribeInstances', (model) => model.describeInstances({ region, ids: [] }));
    const instance = all.find((one) => one.id === id && one.state !== 'terminated');
    if (instance === undefined) throw new InstancesError('not-found', `there is no disk of ${id} in ${region}`);
    const boot = { 'lcm:root_device': instance.root?.device ?? '/dev/sda1', 'lcm:architecture': 'x86_64' };
    const tags = { ...request.tags, ...boot, [snapshotKeyTag]: key };
    const { volumeId } = instance;
    const created = await this.#call(region, 'CreateSnapshot', ({ storage }) =>
      storage.createSnapshot(region, { volumeId, description, tags }),
    );
    return seen(created);
  }

  async list({ region, ids, key, tags = {} }: SnapshotsQuery): Promise<readonly SeenSnapshot[]> {
    if (ids?.length === 0) return [];
    const all = await this.#call(region, 'DescribeSnapshots', ({ storage }) => storage.describeSnapshots(region));
    return all
      .map(seen)
      .filter((one) => Object.hasOwn(one.tags, snapshotKeyTag) && (key === undefined || one.key === key))
      .filter(({ id }) => ids === undefined || ids.includes(id))
      .filter((one) => Object.entries(tags).every(([name, value]) => one.tags[name] === value))
      .toSorted((a, b) => a.startedAt - b.startedAt);
  }

  async bootImage(region: string, id: SnapshotId): Promise<string> {
    const [snapshot] = await this.list({ region, ids: [id] });
    if (snapshot === undefined) throw new InstancesError('not-found', `there is no snapshot ${id} of ours`);
    const { state, description, tags } = snapshot;
    if (state !== 'completed') throw new InstancesError('wrong-state', `snapshot ${id} is ${state}`);
    const made = await this.#imageOf(region, id);
    if (made !== undefined) return made;
    const rootDevice = tags['lcm:root_device'] ?? '/dev/sda1';
    await this.#call(region, 'RegisterImage', ({ storage }) =>
      storage.registerImage(region, { name: `lcm-${id}`, description, rootDevice, snapshotId: id, tags }),
    ).catch(unless('InvalidAMIName.Duplicate'));
    const shown = await this.#imageOf(region, id);
    if (shown !== undefined) return shown;
    throw new InstancesError('unavailable', `the image of ${id} is made, and not shown yet`);
  }

  async remove(region: string, id: SnapshotId): Promise<void> {
    const image = await this.#imageOf(region, id);
    if (image !== undefined) {
      await this.#call(region, 'DeregisterImage', ({ storage }) => storage.deregisterImage(region, image)).catch(
        unless('InvalidAMIID.Unavailable'),
      );
    }
    await this.#call(region, 'DeleteSnapshot', ({ storage }) => storage.deleteSnapshot(region, id)).catch(
      unless('InvalidSnapshot.NotFound'),
    );
  }

  async #imageOf(region: string, id: SnapshotId): Promise<string | undefined> {
    const all = await this.#call(region, 'DescribeImages', ({ storage }) => storage.describeImages(region));
    return all.find(({ name }) => name === `lcm-${id}`)?.id;
  }

  async #call<Answer>(region: string, action: string, run: (model: Ec2Model) => Answer): Promise<Answer> {
    return directCall(this.#deps, { action, region }, run);
  }
}

function seen(snapshot: Ec2Snapshot): SeenSnapshot {
  const { id, region, volumeId, state, percent, sizeGiB, startedAt, encrypted, description, tags } = snapshot;
  const key = tags[snapshotKeyTag] ?? '';
  const problem = state === 'error' ? 'the snapshot could not be completed' : undefined;
  const base = { id: snapshotId(id), region, key, volumeId, state, percent, sizeGiB, encrypted, description, tags };
  return { ...base, startedAt: instant(wholeSecond(startedAt)), problem };
}

function unless(code: string): (error: unknown) => void {
  return (error) => {
    const cause = error instanceof InstancesError ? error.cause : undefined;
    if (!(cause instanceof Error) || cause.name !== code) throw error;
  };
}
