import type { Reservation, WorkerId, WorkerSpec } from '../worker/index.ts';
import type { LabRecord } from './lab.ts';
import { isPresent } from './lifecycle.ts';

/** Ports among those of a worker's sessions that a lab holds and nobody promised, ascending; workers without any are left out. */
export type ForeignPorts = ReadonlyMap<WorkerId, readonly number[]>;

interface Host {
  readonly id: WorkerId;
  readonly launch: number;
  readonly spec: Pick<WorkerSpec, 'portRange'>;
  readonly reservations: Readonly<Record<string, Pick<Reservation, 'ports'>>>;
}

type LabOnHost = Pick<LabRecord, 'workerId' | 'launch' | 'status' | 'source' | 'runs'> & {
  readonly facts: Pick<LabRecord['facts'], 'ports'>;
};

/**
 * Whoever made the lab, and whether it runs: one that is off takes its ports again when somebody starts it. What an
 * earlier launch had is gone with it.
 */
export function foreignPorts(labs: readonly LabOnHost[], hosts: readonly Host[]): ForeignPorts {
  const byHost = Map.groupBy(labs.filter(mayHoldPorts), ({ workerId }) => workerId);
  const found = hosts.map((host) => [host.id, foreignOn(host, byHost.get(host.id) ?? [])] as const);
  return new Map(found.filter(([, ports]) => ports.length > 0));
}

/** A warm lab has its author's tags for a moment only; one that somebody has started is like any other. */
export function mayHoldPorts(lab: Pick<LabOnHost, 'status' | 'source' | 'runs'>): boolean {
  return isPresent(lab) && (lab.source !== 'warm' || lab.runs.length > 0);
}

function foreignOn({ launch, spec, reservations }: Host, labs: readonly LabOnHost[]): readonly number[] {
  const { first, last } = spec.portRange;
  const held = labs.filter((lab) => lab.launch === launch).flatMap(({ facts }) => facts.ports.map(({ port }) => port));
  const among = held.filter((port) => port >= first && port <= last);
  if (among.length === 0) return [];
  const promised = new Set(Object.values(reservations).flatMap(({ ports }) => Object.values(ports)));
  return [...new Set(among)].filter((port) => !promised.has(port)).toSorted((a, b) => a - b);
}
