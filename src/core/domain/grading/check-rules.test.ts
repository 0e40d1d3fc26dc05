import { expect, test } from 'vitest';
import type { Topology, TopologyNode } from '../topology/index.ts';
import { checkRules } from './check-rules.ts';
import type { Check, GradingRules, RuleItem } from './rules.ts';

function aNode(label: string, nodeDefinition = 'iosv'): TopologyNode {
  const node = { id: label, label, nodeDefinition, x: 0, y: 0, tags: [], configuration: '' };
  return { ...node, configurationFiles: [], interfaces: [] };
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
  ['no items', rules(), 'rules.empty'],
  ['a cut of 0', { ...rules({}), cutScore: 0 }, 'rules.cut-score'],
];

test.each(faults)('%s is reported once, with its place', (_, faulty, code) => {
  const problems = checkRules(faulty, lab);
  expect(problems.map((problem) => problem.code)).toEqual([code]);
  expect(problems[0]?.path).not.toBe('');
});
