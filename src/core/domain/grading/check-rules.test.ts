import { expect, test } from 'vitest';
import type { Topology, TopologyNode } from '../topology/index.ts';
import { checkRules } from './check-rules.ts';
import type { Check, GradingRules, RuleItem } from './rules.ts';

function aNode(label: string, nodeDefinition = 'iosv'): TopologyNode {
  const node = { id: label, label, nodeDefinition, x: 0, y: 0, tags: [], configuration: '' };
  return { ...node, configurationFiles: [], interfaces: [{ id: 'i0', label: 'Ethernet0/0', type: 'physical' }] };
}

const lab: Topology = {
  version: '0.3.0',
  title: '',
  description: '',
  notes: '',
  links: [],
  nodes: [aNode('R1'), aNode('twin'), aNode('twin'), aNode('net', 'external_connector')],
};

function rules(...items: readonly Partial<RuleItem>[]): GradingRules {
  const check: Check = { lines: ['hostname R1'] };
  const filled = items.map((item, at) => ({ id: `i${at}`, title: 'x', points: 1, node: 'R1', check, ...item }));
  return { format: 'lcm-grading/1', title: 't', cutScore: 80, sections: [{ id: 's', title: 's', items: filled }] };
}

test('fit rules have no problems', () => {
  expect(checkRules(rules({}, { points: 0.5 }), lab)).toEqual([]);
});

const faults: readonly (readonly [string, GradingRules, string])[] = [
  ['a node that the lab has not', rules({ node: 'R7' }), 'rules.unknown-node'],
  ['a label of two nodes', rules({ node: 'twin' }), 'rules.ambiguous-node'],
  ['a node without a configuration', rules({ node: 'net' }), 'rules.no-configuration'],
  ['no points', rules({ points: 0 }), 'rules.points'],
  ['points that are no number', rules({ points: Number.NaN }), 'rules.points'],
  ['an id twice', rules({ id: 'same' }, { id: 'same' }), 'rules.duplicate-id'],
  ['an expression that is none', rules({ check: { all: [{ lines: [{ regex: '(' }] }] } }), 'rules.regex'],
  ['an expression that may never end', rules({ check: { lines: [{ regex: '^(a+)+$' }] } }), 'rules.regex'],
  ['a check of nothing', rules({ check: {} }), 'rules.check'],
  ['an empty line', rules({ check: { lines: [' '] } }), 'rules.check'],
  ['more than there is', rules({ check: { atLeast: 2, of: [{ lines: ['a'] }] } }), 'rules.check'],
  ['a group of nothing', rules({ check: { any: [] } }), 'rules.check'],
  [
    'a line that is wanted and forbidden',
    rules({ check: { lines: ['no shut'], absent: ['no shutdown'] } }),
    'rules.check',
  ],
  ['an output of which nothing is asked', rules({ check: { output: 'show vlan' } }), 'rules.check'],
  ['a row without columns', rules({ check: { output: 'show vlan', rows: [{}] } }), 'rules.check'],
  ['a command that changes something', rules({ check: { output: 'reload', absent: ['x'] } }), 'rules.command'],
  ['two commands in one', rules({ check: { output: 'show clock; reload', absent: ['x'] } }), 'rules.command'],
  ['an address that is none', rules({ check: { reach: '10.0.0.1 repeat 9999' } }), 'rules.command'],
  ['a source that is none', rules({ check: { reach: '10.0.0.1', from: 'Lo0\nreload' } }), 'rules.command'],
  [
    'an interface that the node has not',
    rules({ check: { interface: 'e9/9', state: 'up' } }),
    'rules.unknown-interface',
  ],
  [
    'a far end that the lab has not',
    rules({ check: { interface: 'e0/0', state: 'up', to: 'R9' } }),
    'rules.unknown-node',
  ],
  ['no items', rules(), 'rules.empty'],
  ['a cut of 0', { ...rules({}), cutScore: 0 }, 'rules.cut-score'],
];

test.each(faults)('%s is reported once, with its place', (_, faulty, code) => {
  const problems = checkRules(faulty, lab);
  expect(problems.map((problem) => problem.code)).toEqual([code]);
  expect(problems[0]?.path).not.toBe('');
});
