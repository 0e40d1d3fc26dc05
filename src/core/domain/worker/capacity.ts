import type { Amounts } from './calendar.ts';
import { type License, type LicenseOrder, wantedLicense } from './license.ts';
import type { Worker, WorkerSpec } from './worker.ts';

/** As much of a worker, or of its view, as the nodes that it may run depend on. */
interface Licensed {
  readonly spec: Pick<WorkerSpec, 'capacity' | 'unlicensedNodes' | 'registersLicense'>;
  readonly license: Pick<License, 'status' | 'nodeLimit'>;
  readonly licenseOrder?: Pick<LicenseOrder, 'wanted'> | undefined;
}

/**
 * What the worker can hold: its declared capacity, and no more nodes than its licence allows. One that is still to be
 * registered counts with what it was declared for: sessions are placed on it before it has booted.
 */
export function effectiveCapacity(worker: Licensed): Amounts {
  const { capacity } = worker.spec;
  return { ...capacity, nodes: Math.min(capacity.nodes, nodesToCome(worker)) };
}

function nodesToCome(worker: Licensed): number {
  const { license, spec } = worker;
  const wanted = wantedLicense(worker);
  const isNext = license.status === 'unregistered' || license.status === 'evaluation';
  // One that is worth nothing any more becomes no better by waiting; one that shall go is not counted on.
  if (wanted === 'registered' && isNext) return spec.capacity.nodes;
  return wanted === 'unregistered' && !isNext ? spec.unlicensedNodes : licensedNodes(worker);
}

/** Nodes that CML runs at once by the licence as it stands now; what CML itself says goes over what was declared. */
export function licensedNodes({ spec, license }: Licensed): number {
  if (license.status === 'registered') return license.nodeLimit ?? spec.capacity.nodes;
  if (license.status === 'evaluation') return license.nodeLimit ?? spec.unlicensedNodes;
  return spec.unlicensedNodes;
}

/** Whether sessions can be brought up on it right now. */
export function takesSessions(worker: Worker, nodes: number): boolean {
  const up = (worker.status === 'running' || worker.status === 'draining') && worker.service === 'available';
  return up && nodes <= licensedNodes(worker);
}
