import type { Amounts } from './calendar.ts';
import type { License, WorkerSpec } from './worker.ts';

/** What the worker can hold: its declared capacity, and no more nodes than its licence as it stands allows. */
export function capacityOf({
  spec,
  license,
}: {
  readonly spec: Pick<WorkerSpec, 'capacity' | 'registersLicense' | 'unlicensedNodes'>;
  readonly license: Pick<License, 'nodeLimit'>;
}): Amounts {
  const { capacity, registersLicense, unlicensedNodes } = spec;
  const licensed = registersLicense ? (license.nodeLimit ?? capacity.nodes) : unlicensedNodes;
  return { ...capacity, nodes: Math.min(capacity.nodes, licensed) };
}
