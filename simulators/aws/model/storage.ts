import { instant, toIso } from '@lcm/core/kernel';
import { accountId, type Image, imagesOf, zonesOf } from './catalog.ts';
import { type Ec2Context, wholeSecond } from './context.ts';
import { Ec2Error } from './ec2-error.ts';
import { ec2Id, isWellFormed } from './ids.ts';
import { pendingSnapshotsPerVolume, snapshotRestMs } from './settings.ts';
import { type Seen, Shelf } from './shelf.ts';
import { type Ec2Snapshot, lookAtSnapshot, type StoredImage, type StoredSnapshot } from './snapshot.ts';
import { type Tags, withTags } from './tags.ts';

export interface SnapshotOrder {
  readonly volumeId: string;
  readonly description: string;
  readonly tags: Tags;
}

export interface ImageOrder {
  readonly name: string;
  readonly description: string;
  readonly rootDevice: string;
  readonly snapshotId: string;
  readonly sizeGiB?: number | undefined;
  readonly tags: Tags;
}

/** EBS's side of EC2: copies of the disks of instances, and images that are made of these. */
export class Storage {
  readonly snapshots: Shelf<StoredSnapshot>;
  readonly images: Shelf<StoredImage>;
  readonly #context: Ec2Context;

  constructor(
    context: Ec2Context,
    saved: { readonly snapshots: readonly StoredSnapshot[]; readonly images: readonly StoredImage[] },
  ) {
    this.#context = context;
    this.snapshots = new Shelf(saved.snapshots);
    this.images = new Shelf(saved.images);
  }

  /** Keeps the disk as it is now; that it takes its time to be complete changes nothing of what is in it. */
  createSnapshot(region: string, { volumeId, description, tags }: SnapshotOrder): Ec2Snapshot {
    zonesOf(region);
    const { now, random, instances, courses, faults, disks, effects, visibleFrom } = this.#context;
    const startedAt = now();
    const instance = instances.requireVolume(region, volumeId, startedAt);
    this.#refuseHaste(region, volumeId);
    const snapshot: StoredSnapshot = {
      id: ec2Id('snap', random),
      region,
      volumeId,
      sizeGiB: instance.volumeGiB,
      encrypted: instance.root?.encrypted ?? instance.order.volume.encrypted,
      description,
      startedAt,
      endsAt: startedAt + courses.snapshot(),
      fails: faults.take('snapshot-fails', { action: 'CreateSnapshot', region }) !== undefined,
      lineage: instance.lineage,
      versions: [{ visibleFrom: visibleFrom('CreateSnapshot', region), tags: withTags({}, tags), gone: false }],
    };
    disks.copied(instance.id, snapshot.id);
    this.snapshots.add(snapshot);
    effects.add('snapshots', volumeId);
    return this.#lookUp(region, snapshot.id);
  }

  describeSnapshots(region: string): readonly Ec2Snapshot[] {
    zonesOf(region);
    const now = this.#context.now();
    return this.snapshots.seen(region, now).map((snapshot) => lookAtSnapshot(snapshot, now));
  }

  /** @throws Ec2Error as long as an image is made of it */
  deleteSnapshot(region: string, id: string): void {
    this.#lookUp(region, id);
    const image = this.images.present(region).find(({ snapshotId }) => snapshotId === id);
    if (image) throw new Ec2Error('InvalidSnapshot.InUse', `The snapshot ${id} is currently in use by ${image.id}`);
    this.snapshots.write(id, { gone: true }, this.#context.visibleFrom('DeleteSnapshot', region));
    this.#context.disks.gone(id);
  }

  registerImage(region: string, order: ImageOrder): string {
    const { now, random, visibleFrom } = this.#context;
    const snapshot = this.#lookUp(region, order.snapshotId);
    if (snapshot.state !== 'completed') throw new Ec2Error('IncorrectState', `${snapshot.id} is ${snapshot.state}`);
    const other = this.usable(region).find(({ name, owner }) => owner === accountId && name === order.name);
    if (other)
      throw new Ec2Error('InvalidAMIName.Duplicate', `AMI name ${order.name} is already in use by ${other.id}`);
    const sizeGiB = order.sizeGiB ?? snapshot.sizeGiB;
    if (sizeGiB < snapshot.sizeGiB) throw new Ec2Error('InvalidBlockDeviceMapping');
    const { name, description, rootDevice, snapshotId, tags } = order;
    const id = ec2Id('ami', random);
    this.images.add({
      id,
      region,
      name,
      description,
      rootDevice,
      snapshotId,
      sizeGiB,
      encrypted: snapshot.encrypted,
      lineage: snapshot.lineage,
      createdAt: toIso(instant(wholeSecond(now()))),
      versions: [{ visibleFrom: visibleFrom('RegisterImage', region), tags: withTags({}, tags), gone: false }],
    });
    return id;
  }

  deregisterImage(region: string, id: string): void {
    if (!isWellFormed('ami', id)) throw new Ec2Error('InvalidAMIID.Malformed', `Invalid id: "${id}"`);
    const known = this.images.all.find((image) => image.id === id && image.region === region);
    if (known === undefined) throw new Ec2Error('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`);
    if (known.versions.at(-1)?.gone) throw new Ec2Error('InvalidAMIID.Unavailable');
    this.images.write(id, { gone: true }, this.#context.visibleFrom('DeregisterImage', region));
  }

  /** What can be launched from: the catalogue's and those made here, without any lag. */
  usable(region: string): readonly Image[] {
    return [...imagesOf(region), ...this.images.present(region).map(ours)];
  }

  /** What DescribeImages knows. */
  describeImages(region: string): readonly Image[] {
    return [...imagesOf(region), ...this.images.seen(region, this.#context.now()).map(ours)];
  }

  /** The tags of a snapshot or an image as they are. @throws Ec2Error when there is none of that id */
  tagsOf(region: string, id: string): Tags {
    if (id.startsWith('snap-')) return this.#lookUp(region, id).tags;
    const image = this.images.present(region).find((one) => one.id === id);
    if (image === undefined) throw new Ec2Error('InvalidAMIID.NotFound', `The image id '[${id}]' does not exist`);
    return image.tags;
  }

  retag(region: string, id: string, { action, tags }: { readonly action: string; readonly tags: Tags }): void {
    const shelf = id.startsWith('snap-') ? this.snapshots : this.images;
    shelf.write(id, { tags }, this.#context.visibleFrom(action, region));
  }

  #lookUp(region: string, id: string): Ec2Snapshot {
    if (!isWellFormed('snap', id)) throw new Ec2Error('InvalidSnapshotID.Malformed', `Invalid id: "${id}"`);
    const found = this.snapshots.present(region).find((snapshot) => snapshot.id === id);
    if (found === undefined) throw new Ec2Error('InvalidSnapshot.NotFound', `The snapshot '${id}' does not exist.`);
    return lookAtSnapshot(found, this.#context.now());
  }

  #refuseHaste(region: string, volumeId: string): void {
    const now = this.#context.now();
    const known = this.snapshots.all.filter((one) => one.region === region && one.volumeId === volumeId);
    if (known.some(({ startedAt }) => now - startedAt < snapshotRestMs)) {
      throw new Ec2Error('SnapshotCreationPerVolumeRateExceeded');
    }
    const pending = known.filter(({ endsAt }) => now < endsAt);
    if (pending.length >= pendingSnapshotsPerVolume) throw new Ec2Error('ConcurrentSnapshotLimitExceeded');
  }
}

function ours({ region: _, ...image }: Seen<StoredImage>): Image {
  return { ...image, owner: accountId };
}
