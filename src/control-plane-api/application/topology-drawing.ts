import type { TopologyDrawing } from '@lcm/core/contracts/definition';
import { parseTopology } from '@lcm/core/contracts/topology';
import type { Topology, TopologyNode } from '@lcm/core/domain/topology';

/** The drawing of a stored topology; undefined when it cannot be read, which publishing it had ruled out. */
export function drawingOf(yaml: string): TopologyDrawing | undefined {
  const parsed = parseTopology(yaml);
  return parsed.ok ? drawn(parsed.value) : undefined;
}

export function drawn({ nodes, links }: Topology): TopologyDrawing {
  return {
    nodes: nodes.map((node) => placed(node)),
    links: links.map(({ a, b, label }) => ({ a: a.node, b: b.node, label })),
  };
}

/** With what each node is made of, and which interfaces the links join; no tags: they name ports. */
export function drawnWithInterfaces({ nodes, links }: Topology) {
  return {
    nodes: nodes.map((node) => ({ ...placed(node), ...builtOf(node) })),
    links: links.map(({ id, a, b, label }) => ({
      id,
      a: a.node,
      b: b.node,
      label,
      aInterface: a.interface,
      bInterface: b.interface,
    })),
  };
}

function placed({ id, label, nodeDefinition, x, y }: TopologyNode) {
  return { id, label, nodeDefinition, x, y };
}

function builtOf({ imageDefinition, cpus, memoryMiB, interfaces }: TopologyNode) {
  return {
    imageDefinition,
    cpus,
    memoryMiB,
    interfaces: interfaces.map(({ id, label, type }) => ({ id, label, type })),
  };
}
