import { builtInNodeDefinitions, isLicensed, type NodeDefinitions } from './node-definitions.ts';
import type { Topology, TopologyNode } from './topology.ts';

export const portProtocols = ['serial', 'vnc', 'ssh', 'telnet', 'tcp', 'http', 'https'] as const;
export type PortProtocol = (typeof portProtocols)[number];

/** A door into one node. Whatever is spoken behind it, on the worker it takes one TCP port. */
export interface PortEntry {
  /** Unique in its lab: `Core_Switch_serial`. */
  readonly name: string;
  /** Of the node. */
  readonly label: string;
  readonly protocol: PortProtocol;
}

interface Door {
  readonly node: TopologyNode;
  readonly protocol: PortProtocol;
}

/**
 * The doors a lab's author asked for by node tags `protocol:port` (the number is only an example: each session gets
 * its own). A lab without any such tag gets the console of each node that has one.
 */
export function portTemplateOf(
  topology: Topology,
  nodeDefinitions: NodeDefinitions = builtInNodeDefinitions,
): readonly PortEntry[] {
  const asked = topology.nodes.flatMap((node) => taggedProtocols(node).map((protocol) => ({ node, protocol })));
  return named(asked.length > 0 ? asked : topology.nodes.flatMap((node) => consoleOf(node, nodeDefinitions)));
}

const portTag = /^\s*([a-z]+):(\d{1,5})\s*$/i;

function taggedProtocols({ tags }: TopologyNode): readonly PortProtocol[] {
  const words = tags.flatMap((tag) => portTag.exec(tag)?.[1]?.toLowerCase() ?? []);
  return portProtocols.filter((protocol) => words.includes(protocol));
}

/** Whether a node's tag names a port of the host, whatever the number. */
export function isPortTag(tag: string): boolean {
  return portTag.test(tag);
}

/** A port of the host that a lab takes when it is imported as it is: its tags stay, number and all. */
export interface ClaimedPort {
  readonly label: string;
  readonly protocol: string;
  readonly port: number;
}

export function claimedPortsOf({ nodes }: Topology): readonly ClaimedPort[] {
  return nodes.flatMap(({ label, tags }) =>
    tags.flatMap((tag) => {
      const [, protocol, port] = portTag.exec(tag) ?? [];
      return protocol === undefined ? [] : [{ label, protocol: protocol.toLowerCase(), port: Number(port) }];
    }),
  );
}

function consoleOf(node: TopologyNode, nodeDefinitions: NodeDefinitions): readonly Door[] {
  const definition = nodeDefinitions.get(node.nodeDefinition);
  if (definition === undefined) return isLicensed(node.nodeDefinition) ? [{ node, protocol: 'serial' }] : [];
  const [protocol] = definition.consoles;
  return protocol === undefined ? [] : [{ node, protocol }];
}

function named(doors: readonly Door[]): readonly PortEntry[] {
  const taken = new Set<string>();
  return doors.map(({ node, protocol }) => {
    const name = free(`${sanitised(node.label) || sanitised(node.id) || 'node'}_${protocol}`, taken);
    taken.add(name);
    return { name, label: node.label, protocol };
  });
}

function sanitised(label: string): string {
  return label
    .trim()
    .replaceAll(/\s+/g, '_')
    .replaceAll(/[^\w-]/g, '');
}

function free(name: string, taken: ReadonlySet<string>): string {
  let candidate = name;
  for (let number = 2; taken.has(candidate); number += 1) candidate = `${name}_${number}`;
  return candidate;
}
