import { expect, test } from 'vitest';
import { launchInput } from './ec2-launch.ts';

const request = {
  region: 'us-east-1',
  token: 'w-1:1',
  instanceType: 'm5zn.metal',
  imageName: 'cml-*',
  volumeGiB: 250,
  tags: { Name: 'w-1' },
};

const image = {
  ImageId: 'ami-1',
  RootDeviceName: '/dev/xvda',
  BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 300 } }],
};

test('the disk it boots from is encrypted under its own name, and no smaller than its image', () => {
  const { BlockDeviceMappings } = launchInput(request, image);
  expect(BlockDeviceMappings).toEqual([
    {
      DeviceName: '/dev/xvda',
      Ebs: { VolumeSize: 300, VolumeType: 'gp3', Encrypted: true, DeleteOnTermination: true },
    },
  ]);
  const larger = launchInput({ ...request, volumeGiB: 500 }, image);
  expect(larger.BlockDeviceMappings?.[0]?.Ebs?.VolumeSize).toBe(500);
});

test('instance and disk carry the tags from the first moment on', () => {
  const { TagSpecifications = [], MetadataOptions } = launchInput(request, image);
  expect(TagSpecifications.map(({ ResourceType }) => ResourceType)).toEqual(['instance', 'volume']);
  expect(TagSpecifications.map(({ Tags }) => Tags)).toEqual([
    [{ Key: 'Name', Value: 'w-1' }],
    [{ Key: 'Name', Value: 'w-1' }],
  ]);
  expect(MetadataOptions?.HttpTokens).toBe('required');
});

const all = { subnetId: 'subnet-all' };
const oneZone = { ...all, subnetIds: { 'us-east-1b': 'subnet-b' } };

test.each([
  { when: 'nothing is said', where: {}, network: {}, expected: {} },
  { when: 'there is a subnet for all', where: {}, network: all, expected: { SubnetId: 'subnet-all' } },
  {
    when: 'a zone is named that has a subnet',
    where: { zone: 'us-east-1b' },
    network: oneZone,
    expected: { SubnetId: 'subnet-b' },
  },
  {
    when: 'a zone is named that has none',
    where: { zone: 'us-east-1b' },
    network: all,
    expected: { Placement: { AvailabilityZone: 'us-east-1b' } },
  },
])('it goes to the right place when $when', ({ where, network, expected }) => {
  const { SubnetId, Placement } = launchInput({ ...request, ...where }, image, network);
  expect({ SubnetId, Placement }).toEqual(expected);
});
