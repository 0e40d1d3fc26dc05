import { builtInNodeDefinitions, type NodeDefinitions, type Topology } from '../topology/index.ts';
import { mayTakeForEver } from './costly-expression.ts';
import { compiled } from './finding.ts';
import { type Check, type GradingRules, type LinePattern, linesChecks, type RuleItem } from './rules.ts';

export interface RulesProblem {
  readonly code:
    | 'rules.empty'
    | 'rules.cut-score'
    | 'rules.duplicate-id'
    | 'rules.points'
    | 'rules.unknown-node'
    | 'rules.ambiguous-node'
    | 'rules.no-configuration'
    | 'rules.regex'
    | 'rules.check';
  /** `sections.0.items.2.node` */
  readonly path: string;
  readonly message: string;
}

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
      ...checkProblems(placed.item.check, `${placed.path}.check`),
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

function checkProblems(check: Check, path: string): readonly RulesProblem[] {
  const parts = childrenOf(check);
  return [
    ...countProblems(check, path),
    ...parts.flatMap((part) => checkProblems(part, path)),
    ...(parts.length > 0
      ? []
      : linesChecks(check).flatMap((lines) => patternsOf(lines).flatMap((pattern) => patternProblems(pattern, path)))),
  ];
}

function childrenOf(check: Check): readonly Check[] {
  if ('all' in check) return check.all;
  if ('any' in check) return check.any;
  return 'of' in check ? check.of : [];
}

function countProblems(check: Check, path: string): readonly RulesProblem[] {
  const problem = (message: string): readonly RulesProblem[] => [{ code: 'rules.check', path, message }];
  if ('of' in check) {
    const possible = check.atLeast >= 1 && check.atLeast <= check.of.length;
    return possible ? [] : problem(`asks for ${check.atLeast} of ${check.of.length}`);
  }
  const asksNothing =
    linesChecks(check).length === 0 || linesChecks(check).some((lines) => patternsOf(lines).length === 0);
  return asksNothing ? problem('asks for nothing') : [];
}

function patternsOf(check: ReturnType<typeof linesChecks>[number]): readonly LinePattern[] {
  return [check.context, check.lines, check.absent].flatMap((patterns) => patterns ?? []);
}

function patternProblems(pattern: LinePattern, path: string): readonly RulesProblem[] {
  if (typeof pattern === 'string') {
    return pattern.trim() === '' ? [{ code: 'rules.check', path, message: 'has an empty line' }] : [];
  }
  const problem = (message: string): readonly RulesProblem[] => [{ code: 'rules.regex', path, message }];
  if (compiled(pattern.regex) === undefined) return problem(`${pattern.regex} is no regular expression`);
  return mayTakeForEver(pattern.regex) ? problem(`${pattern.regex} could take for ever on an unlucky line`) : [];
}
