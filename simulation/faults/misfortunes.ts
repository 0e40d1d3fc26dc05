import type { CmlModel } from '@lcm/cml-simulator/model/model';
import type { Random } from '@lcm/core/kernel';
import type { SimWorld } from '../sim-world.ts';
import { cloudStrikes, westStrikes } from './cloud.ts';

const minute = 60_000;

/** The world's own misfortunes, one at a time, for as long as `going` says so. */
export async function misfortunes(world: SimWorld, going: () => boolean): Promise<void> {
  const { clock, random } = world;
  while (going()) {
    await clock.sleep(((20 + random.next() * 220) * minute) / world.profile.roughness);
    if (going()) strike(world, random);
  }
}

/** Each kind as likely as the others, however many ways to fail it has. */
function strike(world: SimWorld, random: Random): void {
  const { west, gradedOutside } = world.parts;
  const some = [...(west ? [westStrikes] : []), ...(gradedOutside ? [grading] : [])];
  const kinds = [cloudStrikes, delivery, cml, coordination, ...some];
  const kind = pick(kinds, random) ?? [];
  pick(kind, random)?.(world, random);
}

function pick<Item>(items: readonly Item[], random: Random): Item | undefined {
  return items[Math.floor(random.next() * items.length)];
}

type Strike = (world: SimWorld, random: Random) => void;

const delivery: readonly Strike[] = [
  onCloud('the delivery system was down', ({ lds }) => lds.arm({ kind: 'outage', forMs: 10 * minute })),
  ({ lds }) => lds.arm({ kind: 'slow', times: 3, ms: 20_000 }),
  ({ lds }) => lds.arm({ kind: 'answer-lost', times: 2 }),
  ({ lds }) => lds.arm({ kind: 'event-duplicated', times: 2 }),
  ({ lds }) => lds.arm({ kind: 'event-early', times: 1 }),
  ({ lds }) => lds.arm({ kind: 'event-delayed', times: 1, ms: 5 * minute }),
  ({ lds }) => lds.arm({ kind: 'event-out-of-order', times: 1 }),
  ({ lds }) => lds.arm({ kind: 'event-lost', times: 1 }),
];

const grading: readonly Strike[] = [
  ({ grading: engine }, random) => engine.arm({ kind: 'outage', forMs: Math.ceil(random.next() * 180 * minute) }),
  ({ grading: engine }) => engine.arm({ kind: 'server-error', times: 3 }),
  ({ grading: engine }) => engine.arm({ kind: 'answer-lost', times: 3 }),
  ({ grading: engine }) => engine.arm({ kind: 'slow', times: 3, ms: 20_000 }),
  ({ grading: engine }) => engine.arm({ kind: 'faulted' }),
  ({ grading: engine }) => engine.arm({ kind: 'nonsense' }),
];

const cml: readonly Strike[] = [
  onServer('lost answers', (server) => server.addFault({ kind: 'lose-answer', times: 2 })),
  onServer('refusals', (server) => server.addFault({ kind: 'refuse', times: 2 })),
  onServer('slow answers', (server) => server.addFault({ kind: 'slow', times: 6, ms: 25_000 })),
  onServer('a node that never boots', (server) => server.addFault({ kind: 'never-boots', times: 1 })),
  onServer('a refused start', (server) => server.addFault({ kind: 'start-refused', times: 1 })),
  onServer('a refused licence', (server) => server.addFault({ kind: 'license-refused', times: 1 })),
  onServer('the licence server was away', (server) =>
    server.addFault({ kind: 'license-server-unreachable', times: 3 }),
  ),
  onServer('a failed extraction', (server) => server.addFault({ kind: 'extraction-fails', times: 2 })),
  onServer('a full disk', (server) => server.addFault({ kind: 'disk-full', times: 1 })),
  onServer('a server that hangs', (server, { clock, random }) => {
    server.addFault({ kind: 'unavailable' });
    void clock.sleep(random.next() * 90 * minute).then(() => server.clearFaults());
  }),
];

const coordination: readonly Strike[] = [
  ({ shared }) => shared.cutLines(),
  ({ shared }, random) => shared.slowDown(random.next() * 20 * minute),
  ({ shared }, random) => void shared.forgetHistory(random.next() * 5 * minute),
  ({ shared }, random) => shared.goAway(random.next() * 25 * minute),
  ({ shared, leaders }, random) => {
    const { process } = pick(leaders.latest(), random) ?? {};
    if (process !== undefined) shared.goAway(random.next() * 40 * minute, process);
  },
  ({ shared, leaders }, random) => {
    const term = pick(leaders.latest(), random);
    if (term) void shared.revoke(term.lease);
  },
];

function onCloud(what: string, strikeIt: Strike): Strike {
  return (world, random) => {
    world.troubles.note(what);
    strikeIt(world, random);
  };
}

function onServer(what: string, strikeIt: (server: CmlModel, world: SimWorld) => void): Strike {
  return (world, random) => {
    const [instance, server] = pick(world.cmlServers(), random) ?? [];
    if (server === undefined || instance === undefined) return;
    world.troubles.note(what, instance);
    strikeIt(server, world);
  };
}

/** Once, at any time: the coordination store comes back empty, and counts from the beginning. */
export async function loseCoordination({ clock, random, shared }: SimWorld, withinMs: number): Promise<void> {
  await clock.sleep(random.next() * withinMs);
  shared.lose();
}
