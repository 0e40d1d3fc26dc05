import { deepEqual, equal, match } from 'node:assert/strict';
import * as z from 'zod';
import { texts, type World } from './aws-cli.ts';
import type { NamedChecks } from './named-checks.ts';

const snapshot = z.object({ SnapshotId: z.string(), State: z.string(), VolumeId: z.string() });
const volumes = z.array(
  z.object({ VolumeId: z.string(), Size: z.number(), State: z.string(), VolumeType: z.string() }),
);

const name = 'copy-of-seat-one';
const byName = ['--owners', 'self', '--filters', `Name=name,Values=${name}`, '--query', 'Images[].ImageId'];
const ours = ['describe-snapshots', '--owner-ids', 'self', '--filters', 'Name=tag:seat,Values=one'];
const idsOfOurs = [...ours, '--query', 'Snapshots[].SnapshotId'];

async function volumeOf({ aws, id }: World): Promise<z.infer<typeof volumes>[number]> {
  const filter = ['--filters', `Name=attachment.instance-id,Values=${id}`, '--query', 'Volumes'];
  const [volume] = volumes.parse(await aws.json('describe-volumes', ...filter));
  if (volume === undefined) throw new Error(`${id} has no disk`);
  return volume;
}

async function snapshotOf({ aws }: World): Promise<string> {
  const [found = ''] = texts.parse(await aws.json(...idsOfOurs));
  return found;
}

/** Snapshots of the disk of the world's instance, in this order. */
export const storageChecks: NamedChecks<World> = {
  'the disk of an instance is found by the instance': async (world) => {
    const { VolumeId, State, Size } = await volumeOf(world);
    match(VolumeId, /^vol-/);
    deepEqual([State, Size], ['in-use', 16]);
  },
  'a snapshot begins, no second one with it, and the CLI waits until it is complete': async (world) => {
    const { VolumeId } = await volumeOf(world);
    const tags = ['--tag-specifications', 'ResourceType=snapshot,Tags=[{Key=seat,Value=one}]'];
    const answer = await world.aws.json('create-snapshot', '--volume-id', VolumeId, '--description', 'kept', ...tags);
    const begun = snapshot.parse(answer);
    deepEqual([begun.State, begun.VolumeId], ['pending', VolumeId]);
    await world.aws.refuses('SnapshotCreationPerVolumeRateExceeded', 'create-snapshot', '--volume-id', VolumeId);
    await world.aws.until([begun.SnapshotId], ...idsOfOurs);
    await world.aws.until(['completed', '100%'].toSorted(), ...ours, '--query', 'Snapshots[].[State, Progress][]');
    await world.aws.json('wait', 'snapshot-completed', '--snapshot-ids', begun.SnapshotId);
  },
  'an image is registered of it, once': async (world) => {
    const ebs = `DeviceName=/dev/sda1,Ebs={SnapshotId=${await snapshotOf(world)},VolumeType=gp3}`;
    const root = ['--root-device-name', '/dev/sda1', '--block-device-mappings', ebs];
    const order = ['register-image', '--name', name, '--architecture', 'x86_64', ...root];
    const made = z.object({ ImageId: z.string() }).parse(await world.aws.json(...order));
    await world.aws.until([made.ImageId], 'describe-images', ...byName);
    await world.aws.refuses('InvalidAMIName.Duplicate', ...order);
  },
  'an instance is launched from that image': async ({ aws }) => {
    const [image = ''] = texts.parse(await aws.json('describe-images', ...byName));
    const order = ['--image-id', image, '--instance-type', 't3.micro', '--query', 'Instances[].InstanceId'];
    const [launched = ''] = texts.parse(await aws.json('run-instances', ...order));
    // By a filter: asked for by its id, one that reads do not show yet is an error.
    const it = ['--filters', `Name=instance-id,Values=${launched}`, '--query', 'Reservations[].Instances[].ImageId'];
    await aws.until([image], 'describe-instances', ...it);
    await aws.json('terminate-instances', '--instance-ids', launched);
  },
  'a snapshot that an image is made of is InvalidSnapshot.InUse, and goes with it': async (world) => {
    const id = await snapshotOf(world);
    await world.aws.refuses('InvalidSnapshot.InUse', 'delete-snapshot', '--snapshot-id', id);
    const [image = ''] = texts.parse(await world.aws.json('describe-images', ...byName));
    await world.aws.json('deregister-image', '--image-id', image);
    await world.aws.json('delete-snapshot', '--snapshot-id', id);
    await world.aws.until([], ...idsOfOurs);
    await world.aws.refuses('InvalidSnapshot.NotFound', 'delete-snapshot', '--snapshot-id', id);
  },
  'the tags of a disk are added and removed': async (world) => {
    const { VolumeId } = await volumeOf(world);
    const query = ['--filters', `Name=resource-id,Values=${VolumeId}`, '--query', 'Tags[].Key'];
    await world.aws.json('create-tags', '--resources', VolumeId, '--tags', 'Key=kept,Value=yes', 'Key=gone,Value=soon');
    await world.aws.until(['gone', 'kept'], 'describe-tags', ...query);
    await world.aws.json('delete-tags', '--resources', VolumeId, '--tags', 'Key=gone');
    await world.aws.until(['kept'], 'describe-tags', ...query);
    equal((await volumeOf(world)).VolumeId, VolumeId);
  },
};
