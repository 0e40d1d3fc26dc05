import type { Image, RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { InstancesError, type LaunchRequest } from '../../ports/instances/index.ts';
import { tagList } from './ec2-api.ts';

/** Where in the account's network new instances of a region go; the default VPC when left out. */
export interface Ec2Network {
  /** For launches that name no zone. */
  readonly subnetId?: string | undefined;
  /** By zone, for those that do. */
  readonly subnetIds?: Readonly<Record<string, string>> | undefined;
  readonly securityGroupIds?: readonly string[] | undefined;
  readonly keyName?: string | undefined;
  readonly instanceProfile?: string | undefined;
}

/** What finds the image of a launch. */
export function imageFilters({
  imageId,
  imageName,
}: Pick<LaunchRequest, 'imageId' | 'imageName'>): { Name: string; Values: string[] }[] {
  const which = imageId === undefined ? { Name: 'name', Values: [imageName] } : { Name: 'image-id', Values: [imageId] };
  return [which, { Name: 'state', Values: ['available'] }];
}

export function noImage({ region, imageId, imageName }: LaunchRequest): InstancesError {
  const wanted = imageId === undefined ? `is named like ${imageName}` : `has the id ${imageId}`;
  return new InstancesError('invalid-parameter', `no image in ${region} ${wanted}`);
}

/** A launch whose tags, disk and metadata service are as they must be from the first moment on. */
export function launchInput(request: LaunchRequest, image: Image, network: Ec2Network = {}): RunInstancesCommandInput {
  const Tags = tagList(request.tags);
  const tagged = (['instance', 'volume'] as const).map((ResourceType) => ({ ResourceType, Tags }));
  const { securityGroupIds, keyName, instanceProfile } = network;
  return {
    ClientToken: request.token,
    ImageId: image.ImageId,
    InstanceType: asInstanceType(request.instanceType),
    MinCount: 1,
    MaxCount: 1,
    ...(Tags.length > 0 && { TagSpecifications: tagged }),
    BlockDeviceMappings: [rootDisk(request, image)],
    MetadataOptions: { HttpTokens: 'required', HttpEndpoint: 'enabled' },
    ...placeOf(request, network),
    ...(securityGroupIds && { SecurityGroupIds: [...securityGroupIds] }),
    ...(keyName && { KeyName: keyName }),
    ...(instanceProfile && { IamInstanceProfile: { Name: instanceProfile } }),
  };
}

type Mapping = NonNullable<RunInstancesCommandInput['BlockDeviceMappings']>[number];

/** By the image's own name for it: under another name it would be a second disk, and the first one not encrypted. */
function rootDisk({ volumeGiB }: LaunchRequest, { RootDeviceName = '/dev/sda1', BlockDeviceMappings }: Image): Mapping {
  const root = BlockDeviceMappings?.find(({ DeviceName }) => DeviceName === RootDeviceName);
  return {
    DeviceName: RootDeviceName,
    Ebs: {
      VolumeSize: Math.max(volumeGiB, root?.Ebs?.VolumeSize ?? 0),
      VolumeType: 'gp3',
      Encrypted: true,
      DeleteOnTermination: true,
    },
  };
}

function placeOf(
  { zone }: LaunchRequest,
  { subnetId, subnetIds }: Ec2Network,
): Pick<RunInstancesCommandInput, 'SubnetId' | 'Placement'> {
  const subnet = zone === undefined ? subnetId : subnetIds?.[zone];
  if (subnet !== undefined) return { SubnetId: subnet };
  return zone === undefined ? {} : { Placement: { AvailabilityZone: zone } };
}

function asInstanceType(text: string): NonNullable<RunInstancesCommandInput['InstanceType']> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK lists the types of its own release day; EC2 judges
  return text as NonNullable<RunInstancesCommandInput['InstanceType']>;
}
