import type { Topology } from '../topology/index.ts';
import type { Evidence } from './evidence.ts';

/**
 * What would be collected if every node ran just what its lab's file gives it; a node that is given nothing shows its name.
 * Nobody was asked anything: only what is said of configurations can be judged by it.
 */
export function assumedEvidence({ nodes, title }: Topology): Evidence {
  return {
    sessionId: title === '' ? 'none' : title,
    capturedAt: '1970-01-01T00:00:00Z',
    nodes: nodes.map(({ label, nodeDefinition, configuration }) => ({
      label,
      nodeDefinition,
      state: 'BOOTED',
      running: configuration.trim() === '' ? `hostname ${label}` : configuration,
    })),
  };
}
