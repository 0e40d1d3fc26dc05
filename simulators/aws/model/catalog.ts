import { type Ec2Code, Ec2Error } from './ec2-error.ts';
import type { Tags } from './tags.ts';

export const accountId = '123456789012';

/** How the launches of a type end that exists only here, for whoever wants to see a failure. */
export type Mishap =
  | { readonly kind: 'refuse'; readonly code: Ec2Code }
  | { readonly kind: 'lose-answer' }
  | { readonly kind: 'boot'; readonly outcome: BootOutcome };

/** `stuck` never leaves pending, `impaired` never passes its checks, `dies` is ended by EC2 while it boots. */
export const bootOutcomes = ['well', 'stuck', 'impaired', 'dies'] as const;
export type BootOutcome = (typeof bootOutcomes)[number];

export interface InstanceType {
  readonly name: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly metal: boolean;
  readonly mishap?: Mishap;
}

const m5zn = { vcpus: 48, memoryMiB: 196_608, metal: true };

/** Figures: https://aws.amazon.com/ec2/instance-types/ */
export const instanceTypes: readonly InstanceType[] = [
  { name: 'm5zn.metal', ...m5zn },
  { name: 'm5zn.12xlarge', ...m5zn, metal: false },
  { name: 'm5zn.6xlarge', vcpus: 24, memoryMiB: 98_304, metal: false },
  { name: 'm5.metal', vcpus: 96, memoryMiB: 393_216, metal: true },
  { name: 'm6i.metal', vcpus: 128, memoryMiB: 524_288, metal: true },
  { name: 'c5.metal', vcpus: 96, memoryMiB: 196_608, metal: true },
  { name: 'c5n.metal', vcpus: 72, memoryMiB: 196_608, metal: true },
  { name: 'z1d.metal', vcpus: 48, memoryMiB: 393_216, metal: true },
  { name: 'c5.2xlarge', vcpus: 8, memoryMiB: 16_384, metal: false },
  { name: 'c5.4xlarge', vcpus: 16, memoryMiB: 32_768, metal: false },
  { name: 't3.micro', vcpus: 2, memoryMiB: 1024, metal: false },
  { name: 'm5zn.nocapacity', ...m5zn, mishap: { kind: 'refuse', code: 'InsufficientInstanceCapacity' } },
  { name: 'm5zn.noquota', ...m5zn, mishap: { kind: 'refuse', code: 'VcpuLimitExceeded' } },
  { name: 'm5zn.throttled', ...m5zn, mishap: { kind: 'refuse', code: 'RequestLimitExceeded' } },
  { name: 'm5zn.denied', ...m5zn, mishap: { kind: 'refuse', code: 'UnauthorizedOperation' } },
  { name: 'm5zn.broken', ...m5zn, mishap: { kind: 'refuse', code: 'InternalError' } },
  { name: 'm5zn.lost', ...m5zn, mishap: { kind: 'lose-answer' } },
  { name: 'm5zn.stuck', ...m5zn, mishap: { kind: 'boot', outcome: 'stuck' } },
  { name: 'm5zn.impaired', ...m5zn, mishap: { kind: 'boot', outcome: 'impaired' } },
  { name: 'm5zn.dies', ...m5zn, mishap: { kind: 'boot', outcome: 'dies' } },
];

const typesByName: ReadonlyMap<string, InstanceType> = new Map(instanceTypes.map((type) => [type.name, type]));

export function instanceTypeOf(name: string): InstanceType {
  const type = typesByName.get(name);
  if (type === undefined) throw new Ec2Error('InvalidParameterValue', `Invalid value '${name}' for InstanceType.`);
  return type;
}

export const regions = ['us-east-1', 'us-east-2', 'us-west-2', 'eu-central-1', 'eu-west-1', 'ap-southeast-2'] as const;

/** @throws Ec2Error as EC2 answers for a region the account has not opted in to */
export function zonesOf(region: string): readonly string[] {
  if (!regions.some((known) => known === region)) throw new Ec2Error('AuthFailure', `Unknown region ${region}.`);
  return ['a', 'b', 'c'].map((letter) => `${region}${letter}`);
}

/** Some older metal is not everywhere: a launch that names a zone without it is refused. */
const missing: Readonly<Record<string, string>> = { 'z1d.metal': 'c', 'c5n.metal': 'b' };

export function isOffered(type: string, zone: string): boolean {
  return typesByName.has(type) && (missing[type] === undefined || !zone.endsWith(missing[type]));
}

const subnetPrefix = 'subnet-0c0ffee000000000';

/** The default VPC has one subnet in each zone. */
export function subnetOf(region: string, zone: string): string {
  return `${subnetPrefix}${zonesOf(region).indexOf(zone) + 1}`;
}

/** @throws Ec2Error when there is no such subnet */
export function zoneOfSubnet(region: string, subnet: string): string {
  const found = zonesOf(region).find((zone) => subnetOf(region, zone) === subnet);
  if (found !== undefined) return found;
  throw new Ec2Error('InvalidSubnetID.NotFound', `The subnet ID '${subnet}' does not exist`);
}

const zonePrefixes = new Map<string, string>([
  ['us-east-1', 'use1'],
  ['us-east-2', 'use2'],
  ['us-west-2', 'usw2'],
  ['eu-central-1', 'euc1'],
  ['eu-west-1', 'euw1'],
  ['ap-southeast-2', 'apse2'],
] satisfies [(typeof regions)[number], string][]);

/** `us-east-1b` is `use1-az2`: https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html */
export function zoneIdOf(region: string, zone: string): string {
  return `${zonePrefixes.get(region) ?? region}-az${zonesOf(region).indexOf(zone) + 1}`;
}

export interface Image {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly ownerAlias?: string;
  /** By its owner, with us. */
  readonly shared?: true;
  readonly createdAt: string;
  readonly sizeGiB: number;
  readonly description: string;
  readonly rootDevice: string;
  /** What its disk is made of. */
  readonly snapshotId: string;
  readonly encrypted: boolean;
  /** The image that the disk it was made of began as, when it is not the first of its kind. */
  readonly lineage?: string | undefined;
  readonly tags: Tags;
}

const amazon = { owner: '137112412989', ownerAlias: 'amazon' };
const canonical = { owner: '099720109477' };
const ours = { owner: accountId };
const shared = { owner: '210987654321', shared: true } as const;

/** Two builds of one version, and the newest is not the last: whoever takes the first or the last is wrong. */
const imageFacts = [
  { name: 'cml-2.8.1-b14-amd64', createdAt: '2025-03-18T09:12:44.000Z', ...ours },
  { name: 'cml-2.9.0-b6-amd64', createdAt: '2025-06-30T15:40:02.000Z', ...ours },
  { name: 'cml-2.9.1-b8-amd64', createdAt: '2025-10-21T08:05:31.000Z', ...ours },
  { name: 'cml-2.9.1-b3-amd64', createdAt: '2025-09-02T11:27:55.000Z', ...ours },
  { name: 'cml-2.10.0-b2-amd64', createdAt: '2026-04-14T13:33:10.000Z', ...ours },
  { name: 'al2023-ami-2023.9.20260105.0-kernel-6.1-x86_64', createdAt: '2026-01-05T20:00:00.000Z', ...amazon },
  {
    name: 'ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20260115',
    createdAt: '2026-01-15T06:01:00.000Z',
    ...canonical,
  },
  { name: 'partner-cml-2.9.0-b6-amd64', createdAt: '2025-07-15T10:00:00.000Z', ...shared },
] as const;

/** An image is copied to each region under an id of its own, as with AWS. */
export function imagesOf(region: string): readonly Image[] {
  zonesOf(region);
  const place = regions.findIndex((known) => known === region) + 1;
  return imageFacts.map((facts, index) => {
    const digits = `0${place.toString(16)}c0ffee${(index + 1).toString(16).padStart(9, '0')}`;
    return {
      ...facts,
      id: `ami-${digits}`,
      sizeGiB: 16,
      description: facts.name.includes('cml-') ? 'Cisco Modeling Labs' : 'Linux',
      rootDevice: facts.owner === amazon.owner ? '/dev/xvda' : '/dev/sda1',
      snapshotId: `snap-${digits}`,
      encrypted: false,
      tags: {},
    };
  });
}
