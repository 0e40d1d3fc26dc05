import { expect, test } from 'vitest';
import { definitionContentOf, readContentPackage } from './content-package.ts';

const cml = `
lab: {title: Names, description: '', notes: '', version: 0.1.0}
nodes:
  - {id: n0, label: R1, node_definition: iol-xe, x: 0, y: 0, interfaces: [{id: i0, label: Ethernet0/0}]}
  - {id: n1, label: R2, node_definition: iol-xe, x: 9, y: 0, interfaces: [{id: i0, label: Ethernet0/0}]}
  - {id: n2, label: R3, node_definition: iol-xe, x: 9, y: 9, interfaces: []}
links: [{id: l0, n1: n0, i1: i0, n2: n1, i2: i0}]
`;

function read(captures: string) {
  const manifest = `
format: lcm-content/1
slug: names
title: Names
version: 1.0.0
formQualifiedName: Exam Associate CCNA v1.1 LAB 1.1a
summary: Names
durationMinutes: 20
maxDurationMinutes: 30
source: {repository: https://git.test/labs, path: names, license: MIT}
${captures}
`;
  return readContentPackage(
    new Map([
      ['package.yaml', manifest],
      ['cml.yaml', cml],
    ]),
  );
}

test('a lab may want the packets between two of its nodes, within limits', () => {
  const content = read('captures: [{between: [R2, R1], filter: icmp}]');
  if (!content.ok) throw new Error(JSON.stringify(content.rejection));
  expect(definitionContentOf(content.value, { topologyKey: 'a' }).captures).toEqual([
    { between: ['R2', 'R1'], packets: 1000, minutes: 60, filter: 'icmp' },
  ]);
});

test.each([
  ['nodes without a cable between them', '[{between: [R1, R3]}]', 'captures.0.between', 'no cable between R1 and R3'],
  ['nodes that there are not', '[{between: [R1, R2]}, {between: [R1, R9]}]', 'captures.1.between', 'R1 and R9'],
  ['more packets than fit into evidence', '[{between: [R1, R2], packets: 5001}]', 'captures.0.packets', '5000'],
  ['more than a day', '[{between: [R1, R2], minutes: 1441}]', 'captures.0.minutes', '1440'],
  ['too many', `[${Array.from({ length: 5 }, () => '{between: [R1, R2]}').join()}]`, 'captures', '4'],
])('captures are refused: %s', (_, captures, ...[path, words]) => {
  expect(read(`captures: ${captures}`)).toMatchObject({
    ok: false,
    rejection: { file: 'package.yaml', path, message: expect.stringContaining(words) },
  });
});
