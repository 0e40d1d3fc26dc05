import type { Random } from '@lcm/core/kernel';
import type { Commit, StateStore } from '@lcm/core/ports/state-store';
import type { Life } from './life.ts';
import type { SimWorld } from './sim-world.ts';

/** A bug that is planted, to show that the checks would find it. */
export type Planted = 'double-launch' | 'lost-event' | 'overcommit';

/** How likely a process dies right before, or right after, one of its writes. */
const deathPerWrite = 1 / 500;

/** The state store as one incarnation sees it: what it writes is audited, and it may die at any of its writes. */
export function audited(
  { store, auditor, random }: SimWorld,
  { life, deadly, planted }: { life: Life; deadly: () => boolean; planted?: Planted | undefined },
): StateStore {
  const mayDie = (): void => {
    if (deadly() && random.next() < deathPerWrite) life.die();
  };
  let booked = 0;
  const append = async (commit: Commit): Promise<void> => {
    mayDie();
    if (!life.alive) return new Promise(() => undefined);
    if (commit.operation === 'BookSession') booked += 1;
    // The planted bug: acknowledged, and never written.
    if (planted === 'lost-event' && commit.operation === 'BookSession' && booked % 3 === 0) return;
    await store.append(commit);
    auditor.committed(commit);
    mayDie();
  };
  return life.guard<StateStore>({
    append,
    read: (stream, version) => store.read(stream, version),
    snapshot: (stream) => store.snapshot(stream),
    saveSnapshot: (snapshot) => store.saveSnapshot(snapshot),
    publish: (fence, limit) => store.publish(fence, limit),
    published: (after, limit) => store.published(after, limit),
    head: () => store.head(),
    close: () => store.close(),
  });
}

const minute = 60_000;

/** The world's own misfortunes, one at a time, for as long as `going` says so. */
export async function misfortunes(world: SimWorld, going: () => boolean): Promise<void> {
  const { clock, random } = world;
  while (going()) {
    await clock.sleep((30 + random.next() * 360) * minute);
    if (going()) strike(world, random);
  }
}

function strike(world: SimWorld, random: Random): void {
  const pick = strikes[Math.floor(random.next() * strikes.length)];
  pick?.(world, random);
}

const strikes: readonly ((world: SimWorld, random: Random) => void)[] = [
  ({ ec2 }) => ec2.faults.add({ kind: 'refuse', code: 'RequestLimitExceeded', count: 8 }),
  ({ ec2 }) =>
    ec2.faults.add({
      kind: 'refuse',
      code: 'InsufficientInstanceCapacity',
      actions: ['RunInstances', 'StartInstances'],
      count: 2,
    }),
  ({ ec2 }) => ec2.faults.add({ kind: 'lose-answer', count: 2 }),
  ({ ec2 }) => ec2.faults.add({ kind: 'lose-answer', actions: ['RunInstances'], count: 1 }),
  ({ ec2 }) => ec2.faults.add({ kind: 'lag', ms: 20_000, count: 4 }),
  ({ ec2 }) => ec2.faults.add({ kind: 'slow', ms: 8_000, count: 5 }),
  ({ ec2 }) => ec2.faults.add({ kind: 'boot', outcome: 'stuck', count: 1 }),
  ({ lds }) => lds.arm({ kind: 'outage', forMs: 10 * minute }),
  ({ lds }) => lds.arm({ kind: 'answer-lost', times: 2 }),
  ({ lds }) => lds.arm({ kind: 'event-duplicated', times: 2 }),
  ({ lds }) => lds.arm({ kind: 'event-early', times: 1 }),
  ({ lds }) => lds.arm({ kind: 'event-delayed', times: 1, ms: 5 * minute }),
  (world, random) => {
    const servers = world.cmlServers();
    const [, server] = servers[Math.floor(random.next() * servers.length)] ?? [];
    server?.addFault({ kind: 'lose-answer', times: 2 });
  },
];
