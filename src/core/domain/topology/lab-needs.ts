import { isLicensed, type NodeDefinition, type NodeDefinitions, usualFigures } from './node-definitions.ts';
import type { Topology, TopologyNode } from './topology.ts';

/** What a worker must have free for one run of a lab. */
export interface LabNeeds {
  readonly nodes: number;
  readonly licensedNodes: number;
  readonly cpuCores: number;
  readonly memoryMiB: number;
  readonly storageGiB: number;
  /** Until the slowest node has booted; the nodes of a lab boot side by side. */
  readonly bootSeconds: number;
  /** Sorted; what the worker's CML must know. */
  readonly nodeDefinitions: readonly string[];
  /** Sorted; kinds of which nobody told us the figures. While there are any, the sums are a guess. */
  readonly unknownDefinitions: readonly string[];
}

interface Figures {
  readonly cpuCores: number;
  readonly memoryMiB: number;
  readonly diskGiB: number;
  readonly bootSeconds: number;
}

export function needsOf(topology: Topology, nodeDefinitions: NodeDefinitions): LabNeeds {
  const { nodes } = topology;
  const needs = nodes.map((node) => nodeNeeds(node, nodeDefinitions.get(node.nodeDefinition)));
  const kinds = [...new Set(nodes.map(({ nodeDefinition }) => nodeDefinition))].toSorted();
  return {
    nodes: nodes.length,
    licensedNodes: nodes.filter((node) => takesLicence(node, nodeDefinitions)).length,
    cpuCores: sum(needs.map(({ cpuCores }) => cpuCores)),
    memoryMiB: sum(needs.map(({ memoryMiB }) => memoryMiB)),
    storageGiB: sum(needs.map(({ diskGiB }) => diskGiB)),
    bootSeconds: Math.max(0, ...needs.map(({ bootSeconds }) => bootSeconds)),
    nodeDefinitions: kinds,
    unknownDefinitions: kinds.filter((kind) => !nodeDefinitions.has(kind)),
  };
}

function takesLicence({ nodeDefinition }: TopologyNode, nodeDefinitions: NodeDefinitions): boolean {
  return nodeDefinitions.get(nodeDefinition)?.licensed ?? isLicensed(nodeDefinition);
}

function nodeNeeds(node: TopologyNode, definition: NodeDefinition | undefined): Figures {
  const own: Figures = definition ?? usualFigures;
  return {
    cpuCores: node.cpus ?? own.cpuCores,
    memoryMiB: node.memoryMiB ?? own.memoryMiB,
    diskGiB: (node.bootDiskGiB ?? own.diskGiB) + (node.dataVolumeGiB ?? 0),
    bootSeconds: own.bootSeconds,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
