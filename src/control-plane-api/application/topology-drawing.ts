import type { TopologyDrawing } from '@lcm/core/contracts/definition';
import { parseTopology } from '@lcm/core/contracts/topology';
import type { Topology } from '@lcm/core/domain/topology';

/** The drawing of a stored topology; undefined when it cannot be read, which publishing it had ruled out. */
export function drawingOf(yaml: string): TopologyDrawing | undefined {
  const parsed = parseTopology(yaml);
  return parsed.ok ? drawn(parsed.value) : undefined;
}

export function drawn({ nodes, links }: Topology): TopologyDrawing {
  return {
    nodes: nodes.map(({ id, label, nodeDefinition, x, y }) => ({ id, label, nodeDefinition, x, y })),
    links: links.map(({ a, b, label }) => ({ a: a.node, b: b.node, label })),
  };
}
