import type { Exchange, WireAnswer, WireRequest } from '@lcm/core/adapters/control-plane/wire-control-plane';
import { ControlPlaneError } from '@lcm/core/ports/control-plane';
import type { SimWorld } from '../sim-world.ts';
import type { Planes } from './planes.ts';
import type { ControllerKind, Process } from './process.ts';
import { sender } from './sender.ts';

/** Of a thousand requests, how many meet with each mishap on the way; the rest arrive and are answered. */
const onAnything = { deaf: 1, lost: 2, slow: 2, death: 1 } as const;
/** `late`: it arrives long after its sender gave up. `stopped`: its sender is stopped when it has decided, and sends it then. */
const onCommands = { ...onAnything, late: 4, stopped: 8 } as const;
type Mishap = keyof typeof onCommands;

const timeoutMs = 15_000;
/** Longer than a lease: a leader's last words arrive after its successor's first. */
const latestMs = 25 * 60_000;
const longestPauseMs = 40 * 60_000;

export interface Way {
  readonly world: SimWorld;
  readonly planes: Planes;
  readonly process: Process;
  readonly role: ControllerKind;
  /** What a planted bug makes of a request. */
  readonly tamper: ((request: WireRequest) => WireRequest) | undefined;
}

/** A controller's way to the control plane: to any that is there, over a network that delays and loses. */
export function exchangeOf(way: Way): Exchange {
  return (request) => way.process.life.hears(() => deliver(way, request));
}

async function deliver(way: Way, request: WireRequest): Promise<WireAnswer> {
  const { world, process } = way;
  const { clock, network } = world;
  const mishap = mishapOf(way, request.method === 'POST' ? onCommands : onAnything);
  if (mishap === 'deaf') throw new ControlPlaneError('connection refused');
  if (mishap === 'slow') await clock.sleep(network.next() * timeoutMs);
  if (mishap === 'stopped') await stopped(way);
  if (mishap === 'late') {
    void arriveLate(way, request);
    await clock.sleep(timeoutMs);
    throw new ControlPlaneError('no answer in time');
  }
  const answer = await arrive(way, request);
  if (mishap === 'death') process.life.die();
  if (mishap === 'lost') throw new ControlPlaneError('the answer was lost');
  return answer;
}

function mishapOf({ world }: Way, mishaps: Readonly<Partial<Record<Mishap, number>>>): Mishap | undefined {
  if (world.roughness === 0) return undefined;
  let luck = (world.network.next() * 1000) / world.roughness;
  for (const [mishap, share] of Object.entries(mishaps)) {
    luck -= share;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key of the table above
    if (luck < 0) return mishap as Mishap;
  }
  return undefined;
}

async function stopped({ world, process }: Way): Promise<void> {
  process.life.pause();
  await world.clock.sleep(world.network.next() * longestPauseMs);
  process.life.resume();
}

async function arriveLate(way: Way, request: WireRequest): Promise<void> {
  const { clock, network } = way.world;
  await clock.sleep(network.next() * latestMs);
  await arrive(way, request).catch(() => undefined);
}

async function arrive({ planes, process, role, tamper }: Way, request: WireRequest): Promise<WireAnswer> {
  try {
    return await sender.run({ process: process.name, fence: request.options?.fence }, () =>
      planes.exchange(role, tamper?.(request) ?? request),
    );
  } catch (error) {
    throw new ControlPlaneError('no answer', { cause: error });
  }
}
