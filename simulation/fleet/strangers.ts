import { imagesOf } from '@lcm/aws-simulator/model/catalog';
import { Ec2Error } from '@lcm/aws-simulator/model/ec2-error';
import type { SimWorld } from '../sim-world.ts';
import { endByHand, stopByHand } from './console.ts';
import type { Stranger } from './stranger.ts';

const hour = 3_600_000;

/** Most could be ours: of a type of our templates, of an image of CML, where we look and where we do not. */
const kinds = [
  { instanceType: 'm5zn.metal', image: 'cml-2.9.1-b8-amd64', region: 'us-east-1' },
  { instanceType: 'm5zn.metal', image: 'cml-2.9.1-b8-amd64', region: 'us-east-1' },
  { instanceType: 'm5zn.metal', image: 'cml-2.9.0-b6-amd64', region: 'us-west-2' },
  { instanceType: 'c5.2xlarge', image: 'cml-2.8.1-b14-amd64', region: 'us-east-1' },
  { instanceType: 't3.micro', image: 'al2023-ami-2023.9.20260105.0-kernel-6.1-x86_64', region: 'us-east-1' },
] as const;

/** Somebody who launches hosts in the AWS console, past us, and who stops or ends some of them there. */
export async function launchByHand(world: SimWorld, going: () => boolean): Promise<void> {
  const { clock, operators, parts } = world;
  while (parts.strangers && going()) {
    await clock.sleep(operators.next() * 50 * hour);
    if (!going()) return;
    const stranger = launchOne(world);
    if (stranger !== undefined) void look(world, stranger, going);
  }
}

function launchOne(world: SimWorld): Stranger | undefined {
  const { ec2, operators, strangers } = world;
  const kind = kinds[Math.floor(operators.next() * kinds.length)];
  const image = kind && imagesOf(kind.region).find(({ name }) => name === kind.image);
  if (kind === undefined || image === undefined) return undefined;
  const order = {
    instanceType: kind.instanceType,
    imageId: image.id,
    minCount: 1,
    maxCount: 1,
    securityGroupIds: [],
    volume: { type: 'gp3', encrypted: true, sizeGiB: 64 },
    httpTokens: 'required',
    monitoring: false,
    tags: { Name: `by hand ${strangers.size + 1}` },
  } as const;
  try {
    const [launched] = ec2.runInstances(kind.region, order);
    const stranger = launched && { id: launched.id, region: kind.region, isAlike: kind.image.startsWith('cml') };
    if (stranger !== undefined) strangers.set(stranger.id, stranger);
    return stranger;
  } catch (error) {
    // No capacity, for example: they try again another day.
    if (error instanceof Ec2Error) return undefined;
    throw error;
  }
}

/** Whoever launched it comes back to it, whatever we have made of it meanwhile. */
async function look(world: SimWorld, { id }: Stranger, going: () => boolean): Promise<void> {
  const { clock, ec2, operators } = world;
  await clock.sleep((3 + operators.next() * 60) * hour);
  const isThere = ec2.truth.some((one) => one.id === id && one.state !== 'terminated');
  const luck = operators.next();
  if (!isThere || !going()) return;
  if (luck < 0.25) endByHand(world, id);
  else if (luck < 0.5) stopByHand(world, id);
}
