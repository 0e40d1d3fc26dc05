import type { ForeignPorts } from '../domain/lab/index.ts';
import type { Worker } from '../domain/worker/index.ts';
import { timelineOf } from './timeline.ts';

const none: readonly number[] = [];

/** Those that nobody promised and a lab holds all the same. */
export function foreignOn(worker: Worker, foreign: ForeignPorts | undefined): readonly number[] {
  return foreign?.get(worker.id) ?? none;
}

/** How many ports too few the worker has left for a session of so many. */
export function missingPorts({ spec, reservations }: Worker, wanted: number, foreign: readonly number[]): number {
  const { first, last } = spec.portRange;
  return Math.max(0, wanted - (last - first + 1 - timelineOf(reservations).ports.size - foreign.length));
}

/** The lowest ports of the worker's range that nothing holds; undefined when there are not enough. */
export function freePorts(
  worker: Worker,
  names: readonly string[],
  foreign: readonly number[],
): Record<string, number> | undefined {
  const promised = timelineOf(worker.reservations).ports;
  const { first, last } = worker.spec.portRange;
  const ports: Record<string, number> = {};
  let port = first;
  for (const name of names) {
    while (promised.has(port) || foreign.includes(port)) port += 1;
    if (port > last) return undefined;
    ports[name] = port;
    port += 1;
  }
  return ports;
}
