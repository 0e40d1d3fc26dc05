import type { Amounts } from './calendar.ts';
import type { Worker } from './worker.ts';

/**
 * What the worker can hold: its declared capacity, and no more nodes than its licence allows. One that is still to be
 * registered counts with what it was declared for: sessions are placed on it before it has booted.
 */
export function effectiveCapacity({ spec, license }: Pick<Worker, 'spec' | 'license'>): Amounts {
  const { capacity, registersLicense, unlicensedNodes } = spec;
  const registered = license.status === 'registered' ? license.nodeLimit : undefined;
  const limit = registersLicense ? (registered ?? capacity.nodes) : unlicensedNodes;
  return { ...capacity, nodes: Math.min(capacity.nodes, limit) };
}
