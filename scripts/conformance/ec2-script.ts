import { setTimeout as sleep } from 'node:timers/promises';
import * as sdk from '@aws-sdk/client-ec2';
import * as z from 'zod';

/** A cloud that speaks EC2's protocol, and an image that it has. */
export interface Ec2Cloud {
  readonly ec2: sdk.EC2Client;
  readonly imageId: string;
}

interface Stage extends Ec2Cloud {
  /** The instance that the script is about. */
  readonly id: string;
}

export type Step = (stage: Stage) => Promise<unknown>;

const types = [
  'm5zn.metal',
  'm5.metal',
  'm6i.metal',
  'c5.metal',
  'c5n.metal',
  'z1d.metal',
  'c5.2xlarge',
  't3.micro',
] as const;
const nobody = 'i-0000000000000dead';
const limitMs = 20_000;
const size = { MinCount: 1, MaxCount: 1 };
/** One that the SDK's own list does not have. */
const imaginary = z.custom<sdk._InstanceType>(Boolean).parse('m5zn.imaginary');
const filter = (name: string, ...values: string[]): sdk.Filter => ({ Name: name, Values: values });

/** Launches what the script is about. */
export async function staged(cloud: Ec2Cloud): Promise<Stage> {
  const { ec2, imageId } = cloud;
  const tags = [{ ResourceType: 'instance' as const, Tags: [{ Key: 'fleet', Value: 'exam' }] }];
  const order = { ...size, ImageId: imageId, InstanceType: 't3.micro' as const, TagSpecifications: tags };
  const { Instances: [launched] = [] } = await ec2.send(new sdk.RunInstancesCommand(order));
  const stage = { ...cloud, id: launched?.InstanceId ?? '' };
  await becomes(stage, 'running');
  return stage;
}

/** Reads lag behind writes, and nothing comes up at once: asks until it is enough, or gives what there is at the end. */
async function eventually<Answer>(look: () => Promise<Answer>, isEnough: (seen: Answer) => boolean): Promise<Answer> {
  const end = performance.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (isEnough(seen) || performance.now() > end) return seen;
    await sleep(100);
  }
}

async function becomes({ ec2, id }: Stage, state: string): Promise<void> {
  const Filters = [filter('instance-id', id), filter('instance-state-name', state)];
  const look = (): Promise<sdk.DescribeInstancesResult> => ec2.send(new sdk.DescribeInstancesCommand({ Filters }));
  const { Reservations } = await eventually(look, (seen) => seen.Reservations?.length === 1);
  if (Reservations?.length !== 1) throw new Error(`${id} is not ${state} within ${limitMs} ms`);
}

/** What somebody may ask of EC2, in this order, of one instance. */
export const script: Readonly<Record<string, Step>> = {
  RunInstances: ({ ec2, imageId }) =>
    ec2.send(
      new sdk.RunInstancesCommand({
        ...size,
        ImageId: imageId,
        InstanceType: 'm5zn.metal',
        ClientToken: 'w-1:1',
        TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'fleet', Value: 'practice' }] }],
        BlockDeviceMappings: [
          { DeviceName: '/dev/sda1', Ebs: { VolumeSize: 250, VolumeType: 'gp3', Encrypted: true } },
        ],
        MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled' },
      }),
    ),
  'DescribeInstances by id': ({ ec2, id }) => ec2.send(new sdk.DescribeInstancesCommand({ InstanceIds: [id] })),
  'DescribeInstances by filters': ({ ec2, id, imageId }) =>
    ec2.send(
      new sdk.DescribeInstancesCommand({
        Filters: [
          filter('instance-id', id),
          filter('instance-state-name', 'pending', 'running'),
          filter('tag:fleet', 'ex*'),
          filter('tag-key', 'fleet'),
          filter('image-id', imageId),
          filter('instance-type', 't3.micro'),
          filter('architecture', 'x86_64'),
        ],
      }),
    ),
  'DescribeInstances that finds nothing': ({ ec2 }) =>
    ec2.send(new sdk.DescribeInstancesCommand({ Filters: [filter('instance-id', nobody)] })),
  'DescribeInstances of an unknown id': ({ ec2 }) =>
    ec2.send(new sdk.DescribeInstancesCommand({ InstanceIds: [nobody] })),
  'DescribeInstances of a malformed id': ({ ec2 }) =>
    ec2.send(new sdk.DescribeInstancesCommand({ InstanceIds: ['i-xyz'] })),
  'DescribeInstances by an unknown filter': ({ ec2 }) =>
    ec2.send(new sdk.DescribeInstancesCommand({ Filters: [filter('no-such-filter', 'x')] })),
  'DescribeInstances with ids and a page size': ({ ec2, id }) =>
    ec2.send(new sdk.DescribeInstancesCommand({ InstanceIds: [id], MaxResults: 5 })),
  'DescribeInstances from a made-up page': ({ ec2 }) =>
    ec2.send(new sdk.DescribeInstancesCommand({ NextToken: 'nonsense' })),
  'DescribeInstances, dry': ({ ec2 }) => ec2.send(new sdk.DescribeInstancesCommand({ DryRun: true })),
  DescribeInstanceStatus: ({ ec2, id }) =>
    eventually(
      () => ec2.send(new sdk.DescribeInstanceStatusCommand({ InstanceIds: [id] })),
      ({ InstanceStatuses }) => InstanceStatuses?.[0]?.InstanceStatus?.Status === 'ok',
    ),
  'DescribeInstanceStatus of an unknown id': ({ ec2 }) =>
    ec2.send(new sdk.DescribeInstanceStatusCommand({ InstanceIds: [nobody] })),
  DescribeImages: ({ ec2, imageId }) => ec2.send(new sdk.DescribeImagesCommand({ ImageIds: [imageId] })),
  'DescribeImages of an unknown id': ({ ec2 }) =>
    ec2.send(new sdk.DescribeImagesCommand({ ImageIds: ['ami-0000000000000dead'] })),
  'DescribeImages of a malformed id': ({ ec2 }) => ec2.send(new sdk.DescribeImagesCommand({ ImageIds: ['ami-xyz'] })),
  'DescribeImages that finds nothing': ({ ec2 }) =>
    ec2.send(new sdk.DescribeImagesCommand({ Filters: [filter('name', 'no-such-image')] })),
  ...Object.fromEntries(
    types.map((type): [string, Step] => [
      `DescribeInstanceTypes of ${type}`,
      ({ ec2 }) => ec2.send(new sdk.DescribeInstanceTypesCommand({ InstanceTypes: [type] })),
    ]),
  ),
  'DescribeInstanceTypes by filter': ({ ec2 }) =>
    ec2.send(
      new sdk.DescribeInstanceTypesCommand({
        Filters: [filter('instance-type', 'm5zn.metal'), filter('bare-metal', 'true')],
      }),
    ),
  'DescribeInstanceTypes of an unknown one': ({ ec2 }) =>
    ec2.send(new sdk.DescribeInstanceTypesCommand({ InstanceTypes: [imaginary] })),
  DescribeRegions: ({ ec2 }) => ec2.send(new sdk.DescribeRegionsCommand({ RegionNames: ['us-east-1'] })),
  DescribeAvailabilityZones: ({ ec2 }) => ec2.send(new sdk.DescribeAvailabilityZonesCommand({})),
  CreateTags: ({ ec2, id }) =>
    ec2.send(new sdk.CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'owner', Value: 'a & <b>' }] })),
  DescribeTags: ({ ec2, id }) =>
    eventually(
      () => ec2.send(new sdk.DescribeTagsCommand({ Filters: [filter('resource-id', id)] })),
      ({ Tags = [] }) => Tags.length === 2,
    ),
  DeleteTags: ({ ec2, id }) => ec2.send(new sdk.DeleteTagsCommand({ Resources: [id], Tags: [{ Key: 'owner' }] })),
  'CreateTags of a malformed id': ({ ec2 }) =>
    ec2.send(new sdk.CreateTagsCommand({ Resources: ['x-1'], Tags: [{ Key: 'a', Value: 'b' }] })),
  MonitorInstances: ({ ec2, id }) => ec2.send(new sdk.MonitorInstancesCommand({ InstanceIds: [id] })),
  UnmonitorInstances: ({ ec2, id }) => ec2.send(new sdk.UnmonitorInstancesCommand({ InstanceIds: [id] })),
  'StartInstances of a running one': ({ ec2, id }) => ec2.send(new sdk.StartInstancesCommand({ InstanceIds: [id] })),
  'StopInstances, dry': ({ ec2, id }) => ec2.send(new sdk.StopInstancesCommand({ InstanceIds: [id], DryRun: true })),
  StopInstances: ({ ec2, id }) => ec2.send(new sdk.StopInstancesCommand({ InstanceIds: [id] })),
  'DescribeInstances of a stopped one': async (stage) => {
    await becomes(stage, 'stopped');
    return stage.ec2.send(new sdk.DescribeInstancesCommand({ InstanceIds: [stage.id] }));
  },
  'DescribeInstanceStatus of a stopped one': ({ ec2, id }) =>
    ec2.send(new sdk.DescribeInstanceStatusCommand({ InstanceIds: [id] })),
  'DescribeInstanceStatus of a stopped one, wanted all the same': ({ ec2, id }) =>
    ec2.send(new sdk.DescribeInstanceStatusCommand({ InstanceIds: [id], IncludeAllInstances: true })),
  'StopInstances of a stopped one': ({ ec2, id }) => ec2.send(new sdk.StopInstancesCommand({ InstanceIds: [id] })),
  StartInstances: ({ ec2, id }) => ec2.send(new sdk.StartInstancesCommand({ InstanceIds: [id] })),
  'StartInstances of an unknown id': ({ ec2 }) => ec2.send(new sdk.StartInstancesCommand({ InstanceIds: [nobody] })),
  'StopInstances of a malformed id': ({ ec2 }) => ec2.send(new sdk.StopInstancesCommand({ InstanceIds: ['i-xyz'] })),
  'TerminateInstances, dry': ({ ec2, id }) =>
    ec2.send(new sdk.TerminateInstancesCommand({ InstanceIds: [id], DryRun: true })),
  TerminateInstances: async (stage) => {
    await becomes(stage, 'running');
    return stage.ec2.send(new sdk.TerminateInstancesCommand({ InstanceIds: [stage.id] }));
  },
  'DescribeInstances of a terminated one': async (stage) => {
    await becomes(stage, 'terminated');
    return stage.ec2.send(new sdk.DescribeInstancesCommand({ InstanceIds: [stage.id] }));
  },
  'TerminateInstances of a terminated one': ({ ec2, id }) =>
    ec2.send(new sdk.TerminateInstancesCommand({ InstanceIds: [id] })),
  'TerminateInstances of an unknown id': ({ ec2 }) =>
    ec2.send(new sdk.TerminateInstancesCommand({ InstanceIds: [nobody] })),
  'RunInstances, dry': ({ ec2, imageId }) =>
    ec2.send(new sdk.RunInstancesCommand({ ...size, ImageId: imageId, InstanceType: 't3.micro', DryRun: true })),
  'RunInstances of an unknown image': ({ ec2 }) =>
    ec2.send(new sdk.RunInstancesCommand({ ...size, ImageId: 'ami-0000000000000dead', InstanceType: 't3.micro' })),
  'RunInstances of a malformed image': ({ ec2 }) =>
    ec2.send(new sdk.RunInstancesCommand({ ...size, ImageId: 'ami-xyz', InstanceType: 't3.micro' })),
  'RunInstances of an unknown type': ({ ec2, imageId }) =>
    ec2.send(
      new sdk.RunInstancesCommand({
        ...size,
        ImageId: imageId,
        InstanceType: imaginary,
      }),
    ),
  'RunInstances of more than 50 tags': ({ ec2, imageId }) => {
    const Tags = Array.from({ length: 51 }, (_, n) => ({ Key: `tag-${n}`, Value: '' }));
    const TagSpecifications = [{ ResourceType: 'instance' as const, Tags }];
    return ec2.send(
      new sdk.RunInstancesCommand({ ...size, ImageId: imageId, InstanceType: 't3.micro', TagSpecifications }),
    );
  },
  'RunInstances in an unknown zone': ({ ec2, imageId }) =>
    ec2.send(
      new sdk.RunInstancesCommand({
        ...size,
        ImageId: imageId,
        InstanceType: 't3.micro',
        Placement: { AvailabilityZone: 'us-east-9z' },
      }),
    ),
  'RunInstances of fewer than at least': ({ ec2, imageId }) =>
    ec2.send(new sdk.RunInstancesCommand({ MinCount: 2, MaxCount: 1, ImageId: imageId, InstanceType: 't3.micro' })),
};
