import { builtInNodeDefinitions, type NodeDefinitions, type Topology } from '../topology/index.ts';
import { leafProblems } from './check-leaf.ts';
import { type Check, type GradingRules, leavesOf, partsOf, type RuleItem } from './rules.ts';
import type { RulesProblem } from './rules-problem.ts';

interface Placed {
  readonly item: RuleItem;
  readonly path: string;
}

/** What is wrong with rules that have the right shape, before anyone is graded by them. Empty when they are fit. */
export function checkRules(
  rules: GradingRules,
  topology: Topology,
  nodeDefinitions: NodeDefinitions = builtInNodeDefinitions,
): readonly RulesProblem[] {
  const items = rules.sections.flatMap((section, at) =>
    section.items.map((item, index) => ({ item, path: `sections.${at}.items.${index}` })),
  );
  return [
    ...wholeProblems(rules),
    ...duplicates(rules),
    ...items.flatMap((placed) => [
      ...pointsProblems(placed),
      ...nodeProblems(placed, topology, nodeDefinitions),
      ...checkProblems(placed, topology),
    ]),
  ];
}

function wholeProblems({ cutScore, sections }: GradingRules): readonly RulesProblem[] {
  const problems: RulesProblem[] = [];
  if (!(cutScore > 0 && cutScore <= 100)) {
    problems.push({ code: 'rules.cut-score', path: 'cutScore', message: 'has to be above 0 and at most 100 per cent' });
  }
  if (sections.length === 0)
    problems.push({ code: 'rules.empty', path: 'sections', message: 'there is nothing to grade' });
  for (const [at, { id, items }] of sections.entries()) {
    if (items.length > 0) continue;
    problems.push({ code: 'rules.empty', path: `sections.${at}.items`, message: `section ${id} has no items` });
  }
  return problems;
}

function duplicates({ sections }: GradingRules): readonly RulesProblem[] {
  const ids = sections.flatMap((section, at) => [
    { id: section.id, path: `sections.${at}.id` },
    ...section.items.map(({ id }, index) => ({ id, path: `sections.${at}.items.${index}.id` })),
  ]);
  return ids
    .filter(({ id }, at) => ids.findIndex((other) => other.id === id) < at)
    .map(({ id, path }) => ({ code: 'rules.duplicate-id', path, message: `the id ${id} is taken` }));
}

function pointsProblems({ item, path }: Placed): readonly RulesProblem[] {
  const hundredths = Math.round(item.points * 100);
  if (item.points > 0 && Math.abs(item.points * 100 - hundredths) < 1e-6) return [];
  return [{ code: 'rules.points', path: `${path}.points`, message: 'have to be above 0, with at most two decimals' }];
}

function nodeProblems(
  { item, path: at }: Placed,
  { nodes }: Topology,
  nodeDefinitions: NodeDefinitions,
): readonly RulesProblem[] {
  const path = `${at}.node`;
  const [node, ...others] = nodes.filter(({ label }) => label === item.node);
  if (node === undefined) {
    const known = nodes.map(({ label }) => label).join(', ');
    return [{ code: 'rules.unknown-node', path, message: `the lab has no node ${item.node}; it has ${known}` }];
  }
  if (others.length > 0) {
    return [
      { code: 'rules.ambiguous-node', path, message: `the lab has ${others.length + 1} nodes called ${item.node}` },
    ];
  }
  if (nodeDefinitions.get(node.nodeDefinition)?.licensed !== false) return [];
  return [{ code: 'rules.no-configuration', path, message: `a ${node.nodeDefinition} has no configuration to grade` }];
}

/** Of each group of checks whether it can be met, of each single check whether it asks for something that can be told. */
function checkProblems(placed: Placed, topology: Topology): readonly RulesProblem[] {
  const { item } = placed;
  const path = `${placed.path}.check`;
  const node = topology.nodes.find(({ label }) => label === item.node);
  const others = topology.nodes.map(({ label }) => label);
  return [
    ...groupProblems(item.check, path),
    ...leavesOf(item.check).flatMap((leaf) => leafProblems(leaf, { path, node, others })),
  ];
}

function groupProblems(check: Check, path: string): readonly RulesProblem[] {
  const parts = partsOf(check);
  if (parts === undefined) return [];
  const inner = parts.flatMap((part) => groupProblems(part, path));
  const problem = (message: string): RulesProblem => ({ code: 'rules.check', path, message });
  if (parts.length === 0) return [problem('asks for nothing')];
  if (!('of' in check) || (check.atLeast >= 1 && check.atLeast <= check.of.length)) return inner;
  return [problem(`asks for ${check.atLeast} of ${check.of.length}`), ...inner];
}
