import { type Image, type InstanceType, instanceTypeOf, zonesOf } from './catalog.ts';
import { Ec2Error } from './ec2-error.ts';
import { isWellFormed } from './ids.ts';
import type { Ec2Instance, LaunchOrder } from './instance.ts';
import { withTags } from './tags.ts';

/** @throws Ec2Error for the first thing that is wrong with the order itself */
export function checkLaunch(region: string, order: LaunchOrder, images: readonly Image[]): InstanceType {
  if (order.maxCount < order.minCount) throw new Ec2Error('InvalidParameterValue', 'MaxCount is less than MinCount.');
  if ((order.token?.length ?? 0) > 64) throw new Ec2Error('InvalidParameterValue', 'ClientToken is too long.');
  const type = instanceTypeOf(order.instanceType);
  checkZone(region, order.availabilityZone);
  checkImage(order, images);
  withTags({}, order.tags);
  withTags({}, order.volumeTags ?? {});
  if (type.mishap?.kind === 'refuse') throw new Ec2Error(type.mishap.code);
  return type;
}

function checkZone(region: string, zone: string | undefined): void {
  if (zone === undefined || zonesOf(region).includes(zone)) return;
  throw new Ec2Error('InvalidParameterValue', `Invalid availability zone: [${zone}]`);
}

function checkImage({ imageId, volume }: LaunchOrder, images: readonly Image[]): void {
  if (!isWellFormed('ami', imageId)) throw new Ec2Error('InvalidAMIID.Malformed', `Invalid id: "${imageId}"`);
  const image = images.find(({ id }) => id === imageId);
  if (image === undefined) throw new Ec2Error('InvalidAMIID.NotFound', `The image id '[${imageId}]' does not exist`);
  if ((volume.sizeGiB ?? image.sizeGiB) < image.sizeGiB) throw new Ec2Error('InvalidBlockDeviceMapping');
}

/** Only what runs or is about to counts, as with EC2's limits for on-demand instances. */
export function vcpusInUse(truth: readonly Ec2Instance[], region: string): number {
  const counted = truth.filter((one) => one.region === region && ['pending', 'running'].includes(one.state));
  return vcpusOf(counted);
}

export function vcpusOf(instances: readonly Pick<Ec2Instance, 'order'>[]): number {
  return instances.reduce((sum, { order }) => sum + instanceTypeOf(order.instanceType).vcpus, 0);
}
