import type { Instance, RegisterImageCommandInput, Snapshot } from '@aws-sdk/client-ec2';
import { instant } from '../../kernel/index.ts';
import { InstancesError } from '../../ports/instances/index.ts';
import {
  type SeenSnapshot,
  type SnapshotId,
  snapshotId,
  snapshotKeyTag,
  snapshotStates,
} from '../../ports/volume-snapshots/index.ts';
import { tagList } from './ec2-api.ts';
import { required, tagRecord } from './ec2-mapping.ts';

/** What a disk does not tell of itself and an image of it must say, or it does not boot. */
const rootDeviceTag = 'lcm:root_device';
const architectureTag = 'lcm:architecture';
const bootModeTag = 'lcm:boot_mode';

export function bootTags({ RootDeviceName, Architecture, BootMode }: Instance): Readonly<Record<string, string>> {
  return {
    [rootDeviceTag]: RootDeviceName ?? '/dev/sda1',
    [architectureTag]: Architecture ?? 'x86_64',
    ...(BootMode && { [bootModeTag]: BootMode }),
  };
}

export function seenSnapshot(snapshot: Snapshot, region: string): SeenSnapshot {
  const tags = tagRecord(snapshot.Tags);
  return {
    id: snapshotId(required('SnapshotId', snapshot.SnapshotId)),
    region,
    key: tags[snapshotKeyTag] ?? '',
    volumeId: required('VolumeId', snapshot.VolumeId),
    state: required(
      'State',
      snapshotStates.find((state) => state === snapshot.State),
    ),
    percent: Number.parseInt(snapshot.Progress || '0', 10),
    sizeGiB: required('VolumeSize', snapshot.VolumeSize),
    startedAt: instant(required('StartTime', snapshot.StartTime).getTime()),
    encrypted: snapshot.Encrypted ?? false,
    description: snapshot.Description ?? '',
    tags,
    problem: snapshot.StateMessage || undefined,
  };
}

export function imageNameOf(id: SnapshotId): string {
  return `lcm-${id}`;
}

/** An image that boots from a disk like the one that the snapshot was taken of. */
export function registration({ id, description, tags }: SeenSnapshot): RegisterImageCommandInput {
  const root = tags[rootDeviceTag] ?? '/dev/sda1';
  const bootMode = bootModes.find((mode) => mode === tags[bootModeTag]);
  return {
    Name: imageNameOf(id),
    Description: description,
    RootDeviceName: root,
    Architecture: architectures.find((one) => one === tags[architectureTag]) ?? 'x86_64',
    VirtualizationType: 'hvm',
    EnaSupport: true,
    ...(bootMode && { BootMode: bootMode }),
    BlockDeviceMappings: [{ DeviceName: root, Ebs: { SnapshotId: id, VolumeType: 'gp3', DeleteOnTermination: true } }],
    TagSpecifications: [{ ResourceType: 'image', Tags: tagList(tags) }],
  };
}

const architectures = ['x86_64', 'arm64'] as const;
const bootModes = ['legacy-bios', 'uefi', 'uefi-preferred'] as const;

export function notOurs(id: SnapshotId): InstancesError {
  return new InstancesError('not-found', `there is no snapshot ${id} of ours`);
}

export function unfinished({ id, state, percent }: SeenSnapshot): InstancesError {
  return new InstancesError('wrong-state', `snapshot ${id} is ${state} at ${percent} %, it has to be completed`);
}
