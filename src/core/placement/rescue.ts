import type { Worker } from '../domain/worker/index.ts';
import { withMoved } from './calendars.ts';
import type { Fleet } from './fleet.ts';
import { hostReadyAt, prepareMs } from './leads.ts';
import type { Movable, Rearranged } from './movable.ts';
import { place } from './place.ts';

/** A host that is asked for a moment later than planned is late by nothing that matters. */
const lateMs = 60_000;

/** Those whose host comes up too late for them, after a launch that failed, and whom another can take: whatever that costs. */
export function rescue<Each extends Movable>(movable: readonly Each[], fleet: Fleet): readonly Rearranged<Each>[] {
  const { now, settings } = fleet;
  const coming = fleet.workers.filter(({ status, desired }) => desired === 'running' && comingUp.includes(status));
  const readyAt = new Map(coming.map((worker) => [worker.id, hostReadyAt(worker, now, settings)]));
  let { workers } = fleet;
  const done: Rearranged<Each>[] = [];
  for (const moved of movable) {
    if ((readyAt.get(moved.workerId) ?? 0) <= startBy(moved, fleet) + lateMs) continue;
    // Only one that is up for certain: else it would go from one that is late to the next.
    const others = workers.filter(({ status, service }) => status === 'running' && service === 'available');
    const placed = place(moved.request, { ...fleet, workers: others, templates: [] });
    if (placed.kind !== 'place') continue;
    done.push({ moved, placed });
    workers = withMoved(workers, moved, placed);
  }
  return done;
}

const comingUp: readonly Worker['status'][] = ['pending', 'provisioning', 'starting'];

/** When its preparation must begin. */
function startBy({ request, reservation }: Movable, { settings }: Fleet): number {
  return (request.start ?? reservation.until) - prepareMs(request, settings) - settings.marginMs;
}
