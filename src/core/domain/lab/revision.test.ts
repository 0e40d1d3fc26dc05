import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Topology, TopologyNode } from '../topology/index.ts';
import { diffLines } from './diff-lines.ts';
import { changesInWords, diffTopologies, revisionSums } from './index.ts';

function aNode(label: string, fields: Partial<TopologyNode> = {}): TopologyNode {
  return {
    id: `n-${label}`,
    label,
    nodeDefinition: 'iol-xe',
    x: 0,
    y: 0,
    tags: [],
    configuration: '',
    configurationFiles: [{ name: 'Main', content: `hostname ${label}` }],
    interfaces: [{ id: `i-${label}`, label: 'Ethernet0/0', type: 'physical' }],
    ...fields,
  };
}

function end(label: string) {
  return { node: `n-${label}`, interface: `i-${label}` };
}

function elsewhere({ node }: { readonly node: string }) {
  return { node: node.replace('n-', 'other-'), interface: node.replace('n-', 'p-') };
}

function numbered(word: string): string {
  return Array.from({ length: 2000 }, (_, index) => `${word}${index}`).join('\n');
}

function aTopology(nodes: readonly TopologyNode[], links: readonly (readonly [string, string])[] = []): Topology {
  return {
    version: '0.1',
    title: 'A lab',
    description: '',
    notes: '',
    nodes,
    links: links.map(([a, b], index) => ({ id: `l${index}`, label: '', a: end(a), b: end(b) })),
  };
}

const plain = aTopology(
  [aNode('R1'), aNode('R2'), aNode('SW1')],
  [
    ['R1', 'SW1'],
    ['R2', 'SW1'],
  ],
);

describe('what a revision is', () => {
  test('order, positions, ids, title and the ports of the host do not count', () => {
    const renamed = plain.nodes.map((node) => ({
      ...node,
      id: `other-${node.label}`,
      x: 7,
      y: -3,
      tags: ['serial:5001'],
      interfaces: node.interfaces.map((port) => ({ ...port, id: `p-${node.label}` })),
    }));
    const turned = plain.links.toReversed().map(({ a, b }, index) => {
      return { id: `x${index}`, label: 'drawn again', a: elsewhere(b), b: elsewhere(a) };
    });
    const same = { ...plain, title: 'Renamed', notes: 'new', nodes: renamed.toReversed(), links: turned };
    expect(revisionSums(same)).toEqual(revisionSums(plain));
  });

  test('a configuration counts, and is told apart from the structure', () => {
    const files = [{ name: 'Main', content: 'hostname R1\ninterface Loopback0' }];
    const nodes = plain.nodes.map((node) => (node.label === 'R1' ? { ...node, configurationFiles: files } : node));
    const changed = { ...plain, nodes };
    expect(revisionSums(changed).structure).toBe(revisionSums(plain).structure);
    expect(revisionSums(changed).checksum).not.toBe(revisionSums(plain).checksum);
    expect(changesInWords(diffTopologies(plain, changed))).toEqual(['configuration of R1 changed']);
  });

  test.each<[string, Partial<TopologyNode>, string]>([
    ['another image', { imageDefinition: 'iol-17' }, 'R2 has another image definition'],
    ['more memory', { memoryMiB: 4096 }, 'R2 has another memory in MiB'],
    ['a tag that is no port', { tags: ['core'] }, 'R2 has another tags'],
  ])('%s counts', (_what, fields, words) => {
    const changed = aTopology(
      [aNode('R1'), aNode('R2', fields), aNode('SW1')],
      [
        ['R1', 'SW1'],
        ['R2', 'SW1'],
      ],
    );
    expect(revisionSums(changed).structure).not.toBe(revisionSums(plain).structure);
    expect(changesInWords(diffTopologies(plain, changed))).toEqual([words]);
  });

  test('nodes and links that came and went are named', () => {
    const changed = aTopology([aNode('R1'), aNode('SW1'), aNode('PC1')], [['R1', 'SW1']]);
    expect(changesInWords(diffTopologies(plain, changed))).toEqual([
      'PC1 added',
      'R2 removed',
      'link R2 Ethernet0/0 - SW1 Ethernet0/0 removed',
    ]);
  });

  test('the words stay few, however much changed', () => {
    const many = aTopology(Array.from({ length: 40 }, (_, index) => aNode(`R${index}`)));
    expect(changesInWords(diffTopologies(aTopology([]), many))).toHaveLength(12);
  });

  test('the same checksum means no difference, and the reverse', () => {
    const anyNodes = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 });
    const anyLab = fc.record({ labels: anyNodes, text: fc.constantFrom('', 'x', 'y'), tag: fc.constantFrom('t', 'u') });
    fc.assert(
      fc.property(anyLab, anyLab, (one, two) => {
        const [a, b] = [one, two].map(({ labels, text, tag }) =>
          aTopology(
            labels.map((label) => aNode(label, { tags: [tag], configurationFiles: [{ name: 'Main', content: text }] })),
          ),
        );
        if (a === undefined || b === undefined) return;
        const isSame = changesInWords(diffTopologies(a, b)).length === 0;
        expect(revisionSums(a).checksum === revisionSums(b).checksum).toBe(isSame);
      }),
    );
  });
});

describe('lines that differ', () => {
  test('are shown with what is around them', () => {
    expect(diffLines('a\nb\nc', 'a\nx\nc')).toEqual([
      { change: 'same', text: 'a' },
      { change: 'removed', text: 'b' },
      { change: 'added', text: 'x' },
      { change: 'same', text: 'c' },
    ]);
  });

  test('lead from the one text to the other, and back', () => {
    const anyText = fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        const lines = diffLines(before.join('\n'), after.join('\n'));
        const side = (change: 'added' | 'removed') =>
          lines.filter((line) => line.change !== change).map(({ text }) => text);
        expect(side('added').join('\n')).toBe(before.join('\n'));
        expect(side('removed').join('\n')).toBe(after.join('\n'));
      }),
    );
  });

  test('of texts too long to compare are replaced as a whole', () => {
    const lines = diffLines(numbered('a'), numbered('b'));
    expect(lines.filter(({ change }) => change === 'same')).toEqual([]);
    expect(lines).toHaveLength(4000);
  });
});
