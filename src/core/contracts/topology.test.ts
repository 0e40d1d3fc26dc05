import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtInNodeDefinitions, needsOf, portTemplateOf } from '../domain/topology/index.ts';
import { parseTopology } from './topology.ts';

const root = new URL('../../../', import.meta.url).pathname;
const labs = globSync('content/*/{cml,solution}.yaml', { cwd: root }).toSorted();

test.each(labs)('%s is read, with known needs and unique ports', (file) => {
  const read = parseTopology(readFileSync(root + file, 'utf8'));
  if (!read.ok) throw new Error(JSON.stringify(read.rejection));
  const needs = needsOf(read.value, builtInNodeDefinitions);
  const names = portTemplateOf(read.value).map(({ name }) => name);
  expect(needs.unknownDefinitions).toEqual([]);
  expect(needs.licensedNodes).toBe(names.length);
  expect(new Set(names).size).toBe(names.length);
});

test('labs of CML 2.3 and before are read: nodes and interfaces wrapped, version at the top', () => {
  const read = parseTopology(`
version: 0.0.5
lab_title: old
nodes:
  - id: n0
    data: { label: R1, node_definition: iosv, x: 1, y: 2, configuration: "hostname R1", ram: 0 }
  - { id: n1, label: sw, node_definition: unmanaged_switch, x: 0, y: 0 }
interfaces:
  - { id: i0, node: n0, data: { label: GigabitEthernet0/0, slot: 0, type: physical } }
  - { id: i1, node: n1, data: { label: port0, slot: 0 } }
links:
  - { id: l0, interface_a: i0, interface_b: i1 }
`);
  expect(read).toMatchObject({
    ok: true,
    value: {
      title: 'old',
      version: '0.0.5',
      nodes: [{ label: 'R1', configuration: 'hostname R1', interfaces: [{ label: 'GigabitEthernet0/0' }] }, {}],
      links: [{ a: { node: 'n0', interface: 'i0' }, b: { node: 'n1', interface: 'i1' } }],
    },
  });
});

function lab(change: (text: string) => string): string {
  return change(`lab: {title: t, version: 0.3.0}
nodes:
  - id: n0
    label: R1
    node_definition: iosv
    interfaces: [{id: i0, type: physical, label: Gi0/0}]
links: []
`);
}

const faults: readonly (readonly [string, (text: string) => string, object])[] = [
  ['YAML that does not close', (text) => `${text}notes: [`, { path: '', line: 8 }],
  [
    'a node without a definition',
    (text) => text.replace(/ {4}node_definition.*\n/, ''),
    { path: 'nodes.0.node_definition', line: 3 },
  ],
  [
    'a number of the wrong kind',
    (text) => text.replace('label: R1', 'ram: lots'),
    { path: 'nodes.0.ram', line: 4, column: 10 },
  ],
  ['an unknown version', (text) => text.replace('0.3.0', '9.9.0'), { path: 'lab.version', line: 1 }],
  ['no version', (text) => text.replace(', version: 0.3.0', ''), { path: 'lab' }],
  [
    'a link to nowhere',
    (text) => text.replace('links: []', 'links: [{id: l0, n1: n0, i1: i0, n2: n0, i2: i9}]'),
    { path: 'links.0', line: 7 },
  ],
  [
    'an id twice',
    (text) => text.replace('links', '  - {id: n0, node_definition: iosv}\nlinks'),
    { path: 'nodes.1.id', line: 7 },
  ],
  ['a list', () => '- a', { path: '' }],
  ['nothing', () => '', { path: '' }],
  [
    'aliases without end',
    () => `a: &a [x, x]\nb: &b [${'*a, '.repeat(60)}]\nc: &c [${'*b, '.repeat(60)}]`,
    { path: '' },
  ],
  ['brackets without end', () => '['.repeat(20_000), { path: '' }],
];

test.each(faults)('%s is refused at its place', (_, change, rejection) => {
  expect(parseTopology(lab(change))).toMatchObject({
    ok: false,
    rejection: { code: 'topology.invalid', ...rejection },
  });
});

const smallest = labs
  .map((file) => readFileSync(root + file, 'utf8'))
  .toSorted((a, b) => a.length - b.length)
  .slice(0, 6);

test('a real lab with anything done to its text still gets an answer', () => {
  const cuts = fc.array(
    fc.tuple(
      fc.nat(),
      fc.nat({ max: 40 }),
      fc.oneof(fc.string(), fc.constantFrom('\t', '&a', '*a', '{', '"', '\n  - ', '<<: ')),
    ),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  fc.assert(
    fc.property(fc.constantFrom(...smallest), cuts, (text, changes) => {
      const mutated = changes.reduce((before, [where, length, put]) => {
        const from = where % before.length;
        return before.slice(0, from) + put + before.slice(from + length);
      }, text);
      const read = parseTopology(mutated);
      expect(read.ok || read.rejection.message.length > 0).toBe(true);
    }),
    { numRuns: 60 },
  );
});
