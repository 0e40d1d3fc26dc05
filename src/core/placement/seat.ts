import { type Amounts, effectiveCapacity, type Worker } from '../domain/worker/index.ts';
import { standingObstacles } from './fleet.ts';
import { type Timeline, timelineOf } from './timeline.ts';

/** What every placement asks of a worker, whatever is to be placed: found out once for each of its states. */
export interface Seat {
  readonly worker: Worker;
  readonly capacity: Amounts;
  readonly timeline: Timeline;
  /** Nothing that has not to do with the request speaks against it. */
  readonly isOpen: boolean;
  /** Of its ports, those that no session has. */
  readonly freePorts: number;
  /** Whether a host must be started, whether one must be launched, how empty it is, its age: the less the better. */
  readonly cost: readonly number[];
}

const known = new WeakMap<Worker, Seat>();

export function seatOf(worker: Worker): Seat {
  const made = known.get(worker);
  if (made !== undefined) return made;
  const fresh = make(worker);
  known.set(worker, fresh);
  return fresh;
}

function make(worker: Worker): Seat {
  const { spec, status, desired, instanceId, reservations, createdAt } = worker;
  const timeline = timelineOf(reservations);
  const { ports, cores } = timeline;
  const runs = status === 'running' && desired === 'running' ? 0 : 1;
  const exists = instanceId === undefined ? 1 : 0;
  return {
    worker,
    capacity: effectiveCapacity(worker),
    timeline,
    isOpen: standingObstacles(worker).length === 0,
    freePorts: spec.portRange.last - spec.portRange.first + 1 - ports.size,
    cost: [runs, exists, -cores / Math.max(spec.capacity.cpuCores, 1), createdAt],
  };
}
