import type { Definition } from '../domain/definition/index.ts';
import type { Worker } from '../domain/worker/index.ts';
import { effectiveCapacity, lackedOn, peakUsage, resources, takesSessions } from '../domain/worker/index.ts';
import { type Instant, instant } from '../kernel/index.ts';

/** What is promised within this has the disk before anything that is only handy. */
const roomMs = 24 * 60 * 60_000;

/** Whether labs are made ready there: on hosts that are up anyhow, and on no other. */
export function isUpAnyhow({ status, desired, service, heldBack }: Worker): boolean {
  return status === 'running' && desired === 'running' && service === 'available' && heldBack === undefined;
}

/** Whether a session of it could ever be brought up there. */
export function mayRunOn(
  definition: Pick<Definition, 'status' | 'needs' | 'nodeDefinitions' | 'cmlVersions'>,
  worker: Worker,
): boolean {
  const { status, needs } = definition;
  const capacity = effectiveCapacity(worker);
  const fits = resources.every((resource) => needs[resource] <= capacity[resource]);
  const isKnown = lackedOn(worker, definition).length === 0;
  return status === 'active' && fits && isKnown && takesSessions(worker, needs.nodes);
}

/** A wiped lab takes disk and nothing else; whatever the calendar promises comes first. */
export function warmRoomGiB(worker: Worker, now: Instant): number {
  const { storageGiB: all } = effectiveCapacity(worker);
  const { storageGiB: promised } = peakUsage(Object.values(worker.reservations), now, instant(now + roomMs));
  return all - promised;
}

type Wanted = Pick<Definition, 'id' | 'status' | 'needs' | 'nodeDefinitions' | 'cmlVersions' | 'warmDepth'>;

/** How many labs of a definition a worker would keep ready, when those of all others stay as they are wanted. */
export function warmThere({ definition, others, mostPerWorker }: WarmWish, worker: Worker, now: Instant): number {
  if (!mayRunOn(definition, worker)) return 0;
  const beside = others.filter((other) => other.id !== definition.id && mayRunOn(other, worker));
  const taken = beside.reduce((sum, { warmDepth = 0, needs }) => sum + warmDepth * needs.storageGiB, 0);
  const places = mostPerWorker - beside.reduce((sum, { warmDepth = 0 }) => sum + warmDepth, 0);
  const { warmDepth: depth = 0, needs } = definition;
  const byDisk = needs.storageGiB === 0 ? depth : Math.floor((warmRoomGiB(worker, now) - taken) / needs.storageGiB);
  return Math.max(0, Math.min(depth, places, byDisk));
}

export interface WarmWish {
  /** With the depth that is thought of. */
  readonly definition: Wanted;
  readonly others: readonly Wanted[];
  readonly mostPerWorker: number;
}
