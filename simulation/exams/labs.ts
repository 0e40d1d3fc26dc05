import type { DefinitionContent } from '@lcm/core/domain/definition';

export function contentOf(nodes: number, topologyKey: string): DefinitionContent {
  const labels = Array.from({ length: nodes }, (_, index) => `R${index + 1}`);
  return {
    slug: `lab-${nodes}`,
    version: '1.0.0',
    title: `${nodes} routers`,
    summary: 'routers in a row',
    formQualifiedName: `Exam Associate SIM v1.0 LAB ${nodes}`,
    packageHash: String(nodes).repeat(64),
    topologyKey,
    needs: { cpuCores: nodes, memoryMiB: nodes * 768, storageGiB: nodes, nodes },
    nodeCount: nodes,
    nodeDefinitions: ['iosv'],
    ports: labels.map((label) => ({ name: `${label}_serial`, label, protocol: 'serial' })),
    bootSeconds: 180,
    durationMinutes: 60,
    maxDurationMinutes: 240,
  };
}

export function lab(nodes: number): string {
  const lines = Array.from({ length: nodes }, (_, index) => [
    `  - id: n${index}`,
    `    label: R${index + 1}`,
    '    node_definition: iosv',
    `    x: ${index * 100}`,
    '    y: 0',
    `    configuration: hostname R${index + 1}`,
    '    interfaces: []',
  ]);
  return ['lab:', '  title: routers', "  version: '0.3.0'", 'nodes:', ...lines.flat(), 'links: []', ''].join('\n');
}
