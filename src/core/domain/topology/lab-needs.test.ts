import { expect, test } from 'vitest';
import { needsOf } from './lab-needs.ts';
import {
  builtInNodeDefinitions,
  type NodeDefinition,
  withNodeDefinitions,
  withToldFigures,
} from './node-definitions.ts';
import type { Topology, TopologyNode } from './topology.ts';

function aNode(given: Partial<TopologyNode>): TopologyNode {
  const plain = { id: 'n0', label: 'R1', nodeDefinition: 'iosv', x: 0, y: 0, tags: [], configuration: '' };
  return { ...plain, configurationFiles: [], interfaces: [], ...given };
}

function aLab(...nodes: readonly TopologyNode[]): Topology {
  return { version: '0.3.0', title: 'lab', description: '', notes: '', nodes, links: [] };
}

test('a lab needs what the definitions of its nodes say', () => {
  const lab = aLab(aNode({}), aNode({ id: 'n1', nodeDefinition: 'nxosv9000' }));
  expect(needsOf(lab, builtInNodeDefinitions)).toEqual({
    nodes: 2,
    licensedNodes: 2,
    cpuCores: 3,
    memoryMiB: 8704,
    storageGiB: 5,
    bootSeconds: 480,
    nodeDefinitions: ['iosv', 'nxosv9000'],
    unknownDefinitions: [],
  });
});

test('figures of the lab win over those of the definition', () => {
  const node = aNode({ cpus: 4, memoryMiB: 2048, bootDiskGiB: 10, dataVolumeGiB: 5 });
  expect(needsOf(aLab(node), builtInNodeDefinitions)).toMatchObject({ cpuCores: 4, memoryMiB: 2048, storageGiB: 15 });
});

test('external connectors and unmanaged switches cost no licence and no memory', () => {
  const lab = aLab(aNode({ nodeDefinition: 'external_connector' }), aNode({ nodeDefinition: 'unmanaged_switch' }));
  expect(needsOf(lab, builtInNodeDefinitions)).toMatchObject({ nodes: 2, licensedNodes: 0, memoryMiB: 0, cpuCores: 0 });
});

test('a definition nobody described is named, and never counted as nothing', () => {
  const needs = needsOf(aLab(aNode({ nodeDefinition: 'mystery' })), builtInNodeDefinitions);
  expect(needs).toMatchObject({ licensedNodes: 1, unknownDefinitions: ['mystery'] });
  expect(needs.memoryMiB).toBeGreaterThan(0);
});

test('a custom definition fills the gap', () => {
  const known: NodeDefinition = {
    id: 'mystery',
    nature: 'server',
    cpuCores: 16,
    memoryMiB: 16384,
    diskGiB: 300,
    licensed: true,
    bootSeconds: 3600,
    consoles: ['serial'],
  };
  const needs = needsOf(aLab(aNode({ nodeDefinition: 'mystery' })), withNodeDefinitions([known]));
  expect(needs).toMatchObject({ cpuCores: 16, storageGiB: 300, unknownDefinitions: [] });
});

test('what only servers know takes what they say, and where they differ the most of it', () => {
  const told = [
    { id: 'mystery', cpus: 2, memoryMiB: 512 },
    { id: 'mystery', memoryMiB: 768 },
    { id: 'iosv', cpus: 8, memoryMiB: 8192 },
    { id: 'played-by-cml' },
  ];
  const lab = aLab(aNode({}), aNode({ id: 'n1', nodeDefinition: 'mystery' }));
  expect(needsOf(lab, withToldFigures(told))).toMatchObject({
    cpuCores: 3,
    memoryMiB: 1280,
    licensedNodes: 2,
    unknownDefinitions: [],
  });
  const other = aLab(aNode({ nodeDefinition: 'played-by-cml' }));
  expect(needsOf(other, withToldFigures(told)).unknownDefinitions).toEqual(['played-by-cml']);
});
