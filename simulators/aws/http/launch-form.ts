import { Ec2Error } from '../model/ec2-error.ts';
import type { LaunchOrder } from '../model/instance.ts';
import type { QueryForm } from './query-form.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html */
export function launchOrder(form: QueryForm): LaunchOrder {
  return {
    instanceType: form.text('InstanceType') ?? 'm1.small',
    imageId: form.required('ImageId'),
    minCount: count(form, 'MinCount'),
    maxCount: count(form, 'MaxCount'),
    token: form.text('ClientToken') || undefined,
    availabilityZone: form.text('Placement.AvailabilityZone') || undefined,
    keyName: form.text('KeyName'),
    subnetId: form.text('SubnetId'),
    securityGroupIds: form.list('SecurityGroupId'),
    userData: form.text('UserData'),
    volume: volume(form),
    httpTokens: form.text('MetadataOptions.HttpTokens') === 'required' ? 'required' : 'optional',
    monitoring: form.flag('Monitoring.Enabled'),
    tags: specifiedTags(form, 'instance'),
    volumeTags: specifiedTags(form, 'volume'),
  };
}

function count(form: QueryForm, name: string): number {
  form.required(name);
  const wanted = form.int(name) ?? 0;
  if (wanted >= 1 && wanted <= 100) return wanted;
  throw new Ec2Error('InvalidParameterValue', `${name} is out of range`);
}

function volume(form: QueryForm): LaunchOrder['volume'] {
  const [root] = form.groups('BlockDeviceMapping');
  const sizeGiB = root?.int('Ebs.VolumeSize');
  return {
    device: root?.text('DeviceName'),
    sizeGiB,
    type: root?.text('Ebs.VolumeType') ?? 'gp2',
    encrypted: root?.flag('Ebs.Encrypted') ?? false,
  };
}

/** The tags that a thing of one kind is to be made with. */
export function specifiedTags(form: QueryForm, kind: string): LaunchOrder['tags'] {
  const forKind = form.groups('TagSpecification').filter((one) => one.text('ResourceType') === kind);
  return tagsOf(forKind.flatMap((specification) => specification.groups('Tag')));
}

/** `Tag.1.Key=…&Tag.1.Value=…` */
export function tagsOf(groups: readonly QueryForm[]): Readonly<Record<string, string>> {
  return Object.fromEntries(groups.map((group) => [group.required('Key'), group.text('Value') ?? '']));
}
