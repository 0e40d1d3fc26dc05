import type { Fault } from '@lcm/aws-simulator/model/faults';
import type { Random } from '@lcm/core/kernel';
import type { SimWorld } from '../sim-world.ts';

const minute = 60_000;

type Strike = (world: SimWorld, random: Random) => void;

/** What EC2 does to its callers: refuses, forgets to answer, answers late or what was true a while ago. */
export const cloudStrikes: readonly Strike[] = [
  noted('throttled', ({ ec2 }) => ec2.faults.add({ kind: 'refuse', code: 'RequestLimitExceeded', count: 8 })),
  noted('a storm of throttling', (world, random) =>
    lastFor(world, 12 * minute * random.next(), { kind: 'refuse', code: 'RequestLimitExceeded' }),
  ),
  noted('no capacity', ({ ec2 }) =>
    ec2.faults.add({
      kind: 'refuse',
      code: 'InsufficientInstanceCapacity',
      actions: ['RunInstances', 'StartInstances'],
      count: 2,
    }),
  ),
  ({ ec2 }) => ec2.faults.add({ kind: 'lose-answer', count: 2 }),
  ({ ec2 }) => ec2.faults.add({ kind: 'lose-answer', actions: ['RunInstances'], count: 1 }),
  ({ ec2 }, random) => ec2.faults.add({ kind: 'lag', ms: 20_000 + 80_000 * random.next(), count: 4 }),
  ({ ec2 }) => ec2.faults.add({ kind: 'slow', ms: 8_000, count: 5 }),
  noted('a boot that is stuck', ({ ec2 }) => ec2.faults.add({ kind: 'boot', outcome: 'stuck', count: 1 })),
  noted('checks that never pass', ({ ec2 }) => ec2.faults.add({ kind: 'boot', outcome: 'impaired', count: 1 })),
  noted('a launch that arrives late', lateLaunch),
];

/** Where workers are in two regions: zones without hosts, and a region that does not answer. */
export const westStrikes: readonly Strike[] = [
  noted('zones without hosts', ({ ec2 }, random) => {
    const [actions, count] = [['RunInstances'], 1 + Math.floor(random.next() * 5)];
    // One zone after the other, and with luck the other type too.
    ec2.faults.add({ kind: 'no-capacity', region: 'us-west-2', instanceType: 'm5zn.metal', actions, count });
  }),
  noted('a region was away', (world, random) => {
    const region = random.next() < 0.7 ? 'us-west-2' : 'us-east-1';
    lastFor(world, 60 * minute * random.next(), { kind: 'refuse', code: 'Unavailable', region });
  }),
];

/** On its way while its caller gives up, and EC2 refuses whoever asks next: it may yet become an instance. */
function lateLaunch(world: SimWorld): void {
  world.lateLaunches += 1;
  world.ec2.faults.add({
    kind: 'refuse',
    code: 'InsufficientInstanceCapacity',
    actions: ['RunInstances'],
    count: 1,
  });
}

function lastFor({ ec2, clock }: SimWorld, ms: number, fault: Fault): void {
  ec2.faults.add(fault);
  void clock.sleep(ms).then(() => ec2.faults.remove(fault));
}

function noted(what: string, strike: Strike): Strike {
  return (world, random) => {
    world.troubles.note(what);
    strike(world, random);
  };
}
