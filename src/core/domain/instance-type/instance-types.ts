/** How guests of a host get hardware virtualisation, without which CML runs few of its nodes. */
export const nestedKinds = ['metal', 'cpu-option', 'none'] as const;
export type NestedKind = (typeof nestedKinds)[number];

/** What is known of a type of EC2 instance before one is launched. */
export interface InstanceType {
  readonly name: string;
  readonly vcpus: number;
  /** Physical cores; two vCPUs share one. */
  readonly cores: number;
  readonly memoryGiB: number;
  readonly metal: boolean;
  readonly nested: NestedKind;
  /** From asking for a new worker to its CML: a first guess, until boots of its own are known. */
  readonly bootMinutes: number;
  /** On demand, Linux, shared tenancy, in the region that the table is of. */
  readonly hourlyUsd: number;
}

/** Where and when the prices below were read. */
export const listedIn = {
  region: 'us-east-1',
  date: '2026-01-19',
  source: 'AWS Price List, as Karpenter’s AWS provider has it in zz_generated.pricing_aws.go',
} as const;

// Bare metal takes 5 to 10 minutes for the host alone (cloud-cml, AWS.md); a booking of a new worker counts 25 to its CML.
const metalMinutes = 25;
const virtualMinutes = 10;

/** A bare-metal type: its CPU's own virtualisation is there. */
function metal(name: string, [vcpus, memoryGiB]: readonly [number, number], hourlyUsd: number): InstanceType {
  return {
    name,
    vcpus,
    cores: vcpus / 2,
    memoryGiB,
    metal: true,
    nested: 'metal',
    bootMinutes: metalMinutes,
    hourlyUsd,
  };
}

/**
 * A virtual type of the 8th Intel generation: nested virtualisation is a CPU option of the launch (AWS EC2 API reference,
 * CpuOptionsRequest.NestedVirtualization: only c8i, m8i, r8i and their flex variants; since February 2026).
 */
function nested(name: string, [vcpus, memoryGiB]: readonly [number, number], hourlyUsd: number): InstanceType {
  return {
    ...metal(name, [vcpus, memoryGiB], hourlyUsd),
    metal: false,
    nested: 'cpu-option',
    bootMinutes: virtualMinutes,
  };
}

/** A virtual type without: CML runs there without hardware virtualisation only, which Cisco does not support. */
function plain(name: string, [vcpus, memoryGiB]: readonly [number, number], hourlyUsd: number): InstanceType {
  return { ...nested(name, [vcpus, memoryGiB], hourlyUsd), nested: 'none' };
}

/** Types that CML is run on, or asked for. Others can be used too, with their capacity and price given by hand. */
export const instanceTypes: readonly InstanceType[] = [
  metal('m5zn.metal', [48, 192], 4.3605),
  metal('c5.metal', [96, 192], 4.08),
  metal('c5d.metal', [96, 192], 4.608),
  metal('c5n.metal', [72, 192], 3.888),
  metal('c6i.metal', [128, 256], 5.44),
  metal('c6id.metal', [128, 256], 6.4512),
  metal('c7i.metal-24xl', [96, 192], 4.7124),
  metal('c7i.metal-48xl', [192, 384], 8.568),
  metal('m5.metal', [96, 384], 4.608),
  metal('m5d.metal', [96, 384], 5.424),
  metal('m6i.metal', [128, 512], 6.144),
  metal('m6id.metal', [128, 512], 7.5936),
  metal('m7i.metal-24xl', [96, 384], 5.322_24),
  metal('m7i.metal-48xl', [192, 768], 9.6768),
  metal('r5.metal', [96, 768], 6.048),
  metal('r6i.metal', [128, 1024], 8.064),
  metal('i3.metal', [72, 512], 4.992),
  metal('c8i.metal-48xl', [192, 384], 9.895_78),
  metal('m8i.metal-48xl', [192, 768], 10.160_64),
  metal('r8i.metal-48xl', [192, 1536], 14.669_95),
  nested('c8i.2xlarge', [8, 16], 0.374_84),
  nested('c8i.4xlarge', [16, 32], 0.749_68),
  nested('c8i.8xlarge', [32, 64], 1.499_36),
  nested('c8i.12xlarge', [48, 96], 2.249_04),
  nested('c8i.24xlarge', [96, 192], 4.498_08),
  nested('m8i.2xlarge', [8, 32], 0.423_36),
  nested('m8i.4xlarge', [16, 64], 0.846_72),
  nested('m8i.8xlarge', [32, 128], 1.693_44),
  nested('m8i.12xlarge', [48, 192], 2.540_16),
  nested('m8i.24xlarge', [96, 384], 5.080_32),
  nested('r8i.2xlarge', [8, 64], 0.555_68),
  nested('r8i.4xlarge', [16, 128], 1.111_36),
  nested('r8i.8xlarge', [32, 256], 2.222_72),
  nested('r8i.12xlarge', [48, 384], 3.334_08),
  nested('r8i.24xlarge', [96, 768], 6.668_16),
  plain('c5.2xlarge', [8, 16], 0.34),
  plain('c5.4xlarge', [16, 32], 0.68),
];

const byName = new Map(instanceTypes.map((type) => [type.name, type]));

export function instanceTypeOf(name: string): InstanceType | undefined {
  return byName.get(name);
}
