import { instant, toIso } from '@lcm/core/kernel';
import type { InstanceState } from '@lcm/core/ports/instances';
import { accountId, type Image, subnetOf } from './catalog.ts';
import type { Ec2Instance } from './instance.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html */
export const stateCodes = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
} as const satisfies Record<InstanceState, number>;

export const vpcId = 'vpc-0c0ffee0000000001';
/** What an instance is in that was launched without naming security groups. */
export const defaultGroup = { groupId: 'sg-0c0ffee0000000001', groupName: 'default' };

export function subnetIdOf({ region, order, availabilityZone }: Ec2Instance): string {
  return order.subnetId ?? subnetOf(region, availabilityZone);
}

/** What DescribeInstances can filter by, besides tags. */
export function instanceFields(instance: Ec2Instance): Readonly<Record<string, string | undefined>> {
  const { order } = instance;
  return {
    'instance-id': instance.id,
    'instance-state-name': instance.state,
    'instance-state-code': String(stateCodes[instance.state]),
    'instance-type': order.instanceType,
    'image-id': order.imageId,
    'client-token': order.token,
    'reservation-id': instance.reservationId,
    'availability-zone': instance.availabilityZone,
    'ip-address': instance.address,
    'private-ip-address': instance.privateIp,
    'key-name': order.keyName,
    'subnet-id': subnetIdOf(instance),
    'vpc-id': vpcId,
    'owner-id': accountId,
    'launch-time': toIso(instant(instance.launchedAt)),
    'monitoring-state': instance.monitoring ? 'enabled' : 'disabled',
    'state-reason-code': instance.stateReason,
    architecture: 'x86_64',
  };
}

/** What DescribeInstanceStatus can filter by. */
export function statusFields(instance: Ec2Instance): Readonly<Record<string, string | undefined>> {
  const all = instanceFields(instance);
  return {
    'availability-zone': all['availability-zone'],
    'instance-state-name': all['instance-state-name'],
    'instance-state-code': all['instance-state-code'],
    'instance-status.status': instance.checks.instance,
    'system-status.status': instance.checks.system,
  };
}

export function imageFields(image: Image): Readonly<Record<string, string | undefined>> {
  return {
    'image-id': image.id,
    name: image.name,
    description: image.description,
    'owner-id': image.owner,
    'owner-alias': image.ownerAlias,
    'creation-date': image.createdAt,
    state: 'available',
    'image-type': 'machine',
    'is-public': String(image.ownerAlias !== undefined),
    'root-device-type': 'ebs',
    'root-device-name': image.rootDevice,
    'block-device-mapping.snapshot-id': image.snapshotId,
    'virtualization-type': 'hvm',
    architecture: 'x86_64',
  };
}
