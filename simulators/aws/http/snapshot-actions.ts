import { instant, toIso } from '@lcm/core/kernel';
import { accountId } from '../model/catalog.ts';
import { Ec2Error } from '../model/ec2-error.ts';
import type { Ec2Model } from '../model/ec2-model.ts';
import { matchesAll } from '../model/filters.ts';
import { isWellFormed } from '../model/ids.ts';
import type { Ec2Instance } from '../model/instance.ts';
import type { Ec2Snapshot } from '../model/snapshot.ts';
import { type ActionInput, type Ec2Action, refuseDryRun } from './action.ts';
import { tagsXml } from './instance-xml.ts';
import { specifiedTags } from './launch-form.ts';
import { pageOf } from './paging.ts';
import type { XmlRecord } from './xml.ts';

/** Snapshots and the disks that they are taken of: EBS, as EC2's API has it. */
export const snapshotActions = {
  CreateSnapshot({ model, region, form }) {
    const volumeId = form.required('VolumeId');
    refuseDryRun(form);
    const tags = specifiedTags(form, 'snapshot');
    const description = form.text('Description') ?? '';
    return snapshotXml(model.storage.createSnapshot(region, { volumeId, description, tags }));
  },

  /** Of all disks of an instance, which here is one. */
  CreateSnapshots({ model, region, form }) {
    const id = form.required('InstanceSpecification.InstanceId');
    refuseDryRun(form);
    const [instance] = model.describeInstances({ region, ids: [id] });
    if (instance === undefined || form.flag('InstanceSpecification.ExcludeBootVolume')) return { snapshotSet: [] };
    const tags = { ...copiedTags(instance, form.text('CopyTagsFromSource')), ...specifiedTags(form, 'snapshot') };
    const description = form.text('Description') ?? '';
    const made = model.storage.createSnapshot(region, { volumeId: instance.volumeId, description, tags });
    const { status: state, ...rest } = snapshotXml(made);
    return { snapshotSet: [{ ...rest, state }] };
  },

  DescribeSnapshots({ model, region, form }) {
    refuseDryRun(form);
    const found = askedSnapshots({ model, region, form }).filter((snapshot) =>
      matchesAll(form.filters(), { fields: snapshotFields(snapshot), tags: snapshot.tags }),
    );
    const page = pageOf(form, isOurs(form.list('Owner')) ? found : [], {
      limit: model.settings.pageSize,
      idOf: ({ id }) => id,
    });
    return { snapshotSet: page.items.map(snapshotXml), nextToken: page.nextToken };
  },

  DeleteSnapshot({ model, region, form }) {
    const id = form.required('SnapshotId');
    refuseDryRun(form);
    model.storage.deleteSnapshot(region, id);
    return { return: true };
  },

  DescribeVolumes({ model, region, form }) {
    refuseDryRun(form);
    const found = askedVolumes(model, region, form.list('VolumeId')).filter((instance) =>
      matchesAll(form.filters(), { fields: volumeFields(instance), tags: instance.volumeTags ?? {} }),
    );
    const page = pageOf(form, found, { limit: model.settings.pageSize, idOf: ({ volumeId }) => volumeId });
    return { volumeSet: page.items.map(volumeXml), nextToken: page.nextToken };
  },
} as const satisfies Record<string, Ec2Action>;

function copiedTags({ volumeTags = {} }: Ec2Instance, from: string | undefined): Readonly<Record<string, string>> {
  return from === 'volume' ? volumeTags : {};
}

function isOurs(owners: readonly string[]): boolean {
  return owners.length === 0 || owners.includes('self') || owners.includes(accountId);
}

function askedSnapshots({ model, region, form }: ActionInput): readonly Ec2Snapshot[] {
  const all = model.storage.describeSnapshots(region);
  const ids = form.list('SnapshotId');
  const malformed = ids.find((id) => !isWellFormed('snap', id));
  if (malformed !== undefined) throw new Ec2Error('InvalidSnapshotID.Malformed', `Invalid id: "${malformed}"`);
  const unknown = ids.find((id) => !all.some((snapshot) => snapshot.id === id));
  if (unknown !== undefined)
    throw new Ec2Error('InvalidSnapshot.NotFound', `The snapshot '${unknown}' does not exist.`);
  return ids.length === 0 ? all : all.filter(({ id }) => ids.includes(id));
}

function snapshotFields(snapshot: Ec2Snapshot): Readonly<Record<string, string>> {
  return {
    'snapshot-id': snapshot.id,
    'volume-id': snapshot.volumeId,
    'volume-size': String(snapshot.sizeGiB),
    'owner-id': accountId,
    'start-time': toIso(instant(snapshot.startedAt)),
    description: snapshot.description,
    encrypted: String(snapshot.encrypted),
    progress: progressOf(snapshot),
    status: snapshot.state,
    'storage-tier': 'standard',
  };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html */
function snapshotXml(snapshot: Ec2Snapshot): XmlRecord {
  return {
    snapshotId: snapshot.id,
    volumeId: snapshot.volumeId,
    status: snapshot.state,
    ...(snapshot.state === 'error' && { statusMessage: 'Client.InternalError: the snapshot could not be completed' }),
    startTime: toIso(instant(snapshot.startedAt)),
    progress: progressOf(snapshot),
    ownerId: accountId,
    volumeSize: snapshot.sizeGiB,
    description: snapshot.description,
    encrypted: snapshot.encrypted,
    storageTier: 'standard',
    tagSet: tagsXml(snapshot.tags),
  };
}

/** EC2 tells no progress at its beginning. */
function progressOf({ percent, state }: Ec2Snapshot): string {
  return percent === 0 && state === 'pending' ? '' : `${percent}%`;
}

function askedVolumes(model: Ec2Model, region: string, ids: readonly string[]): readonly Ec2Instance[] {
  const all = model.describeInstances({ region, ids: [] }).filter(({ state }) => state !== 'terminated');
  const malformed = ids.find((id) => !isWellFormed('vol', id));
  if (malformed !== undefined) throw new Ec2Error('InvalidVolumeID.Malformed', `Invalid id: "${malformed}"`);
  const unknown = ids.find((id) => !all.some(({ volumeId }) => volumeId === id));
  if (unknown !== undefined) throw new Ec2Error('InvalidVolume.NotFound', `The volume '${unknown}' does not exist.`);
  return ids.length === 0 ? all : all.filter(({ volumeId }) => ids.includes(volumeId));
}

interface Disk {
  readonly device: string;
  readonly type: string;
  readonly encrypted: boolean;
  readonly snapshotId: string;
}

function diskOf({ root, order }: Ec2Instance): Disk {
  const { device = '/dev/sda1', type, encrypted } = order.volume;
  return root ?? { device, snapshotId: '', type, encrypted };
}

function volumeFields(instance: Ec2Instance): Readonly<Record<string, string>> {
  const { device, type, encrypted, snapshotId } = diskOf(instance);
  return {
    'volume-id': instance.volumeId,
    'volume-type': type,
    size: String(instance.volumeGiB),
    status: 'in-use',
    encrypted: String(encrypted),
    'snapshot-id': snapshotId,
    'availability-zone': instance.availabilityZone,
    'attachment.instance-id': instance.id,
    'attachment.device': device,
    'attachment.status': 'attached',
    'attachment.delete-on-termination': 'true',
  };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Volume.html */
function volumeXml(instance: Ec2Instance): XmlRecord {
  const { device, type, encrypted, snapshotId } = diskOf(instance);
  const attachTime = toIso(instant(instance.launchedAt));
  return {
    volumeId: instance.volumeId,
    size: instance.volumeGiB,
    snapshotId,
    availabilityZone: instance.availabilityZone,
    status: 'in-use',
    createTime: attachTime,
    attachmentSet: [
      {
        volumeId: instance.volumeId,
        instanceId: instance.id,
        device,
        status: 'attached',
        attachTime,
        deleteOnTermination: true,
      },
    ],
    tagSet: tagsXml(instance.volumeTags ?? {}),
    volumeType: type,
    ...(type === 'gp3' && { iops: 3000, throughput: 125 }),
    encrypted,
    multiAttachEnabled: false,
  };
}
