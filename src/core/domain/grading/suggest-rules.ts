import { builtInNodeDefinitions, type Topology, type TopologyNode } from '../topology/index.ts';
import { assumedEvidence } from './assumed-evidence.ts';
import { evaluate } from './evaluate.ts';
import { type ConfigurationLine, parseConfiguration } from './ios-configuration.ts';
import { normalised } from './ios-line.ts';
import { placeName, wantedAt } from './lines-check.ts';
import { type NodeReading, type Reader, reader } from './node-reading.ts';
import type { GradingRules, LinePattern, RuleItem, RuleSection } from './rules.ts';
import { isByDevice, isDull, isOnlyTyped, isSecret, secretPattern } from './suggested-lines.ts';

/** What the schema of rules takes at most. */
const most = { sections: 50, items: 200, lines: 100, characters: 500, title: 200 };
/** More than anybody types: each line of a block is tried on both labs. */
const longest = { configuration: 5_000, block: 500 };

/** Which lines are left out: of most labs the dull ones are, and of none those that nobody could type again. */
type Leaves = (line: ConfigurationLine) => boolean;

/** A block of the solution and the block of the lab it came from, if it was there. */
interface Pair {
  readonly leavesOut: Leaves;
  readonly context: readonly string[];
  readonly before: readonly ConfigurationLine[] | undefined;
  readonly after: readonly ConfigurationLine[];
}

/**
 * A first draft of rules: whatever the solution has and the lab has not, one section per node and one item per block.
 * Each line is tried on both, so that the lab earns nothing and the solution everything. An author still has to say
 * which of it matters. Without a difference that can be seen in a configuration there are no sections.
 */
export function suggestRules(initial: Topology, solution: Topology): GradingRules {
  const known = new Map(initial.nodes.map((node) => [node.label, node]));
  const nodes = solution.nodes.filter((node) => isGradable(node, initial, solution));
  const read = { before: reader(assumedEvidence(initial)), after: reader(assumedEvidence(solution)) };
  const sectionsBy = (isLeftOut: Leaves): readonly RuleSection[] =>
    nodes
      .map((node, at) => sectionFor(node, { at, before: known.get(node.label), isLeftOut, read }))
      .filter(({ items }) => items.length > 0);
  const interesting = sectionsBy(({ text }) => isByDevice(text) || isDull(text) || isSecret(text));
  const sections = interesting.length > 0 ? interesting : sectionsBy(({ text }) => isByDevice(text));
  const title = (solution.title || initial.title || 'Suggested rules').slice(0, most.title);
  return { format: 'lcm-grading/1', title, cutScore: 80, sections: sections.slice(0, most.sections) };
}

/** Servers and desktops keep a start script, which says nothing about what was typed later; of two namesakes nobody can tell. */
function isGradable({ label, nodeDefinition }: TopologyNode, ...labs: readonly Topology[]): boolean {
  const namesakes = labs.map(({ nodes }) => nodes.filter((node) => node.label === label));
  if (namesakes.some((nodes) => nodes.length !== 1)) return false;
  if (namesakes.flat().some((node) => node.configuration.split('\n').length > longest.configuration)) return false;
  const definition = builtInNodeDefinitions.get(nodeDefinition);
  return definition === undefined || (definition.licensed && definition.nature !== 'server');
}

interface Origin {
  readonly at: number;
  readonly before: TopologyNode | undefined;
  readonly isLeftOut: Leaves;
  readonly read: { readonly before: Reader; readonly after: Reader };
}

function sectionFor(node: TopologyNode, { at, before, isLeftOut, read }: Origin): RuleSection {
  const isGiven = givenOf(node, before);
  const pair: Pair = {
    leavesOut: (line) => isLeftOut(line) || isOnlyTyped(line.text) || isGiven(line),
    context: [],
    before: parseConfiguration(before?.configuration ?? ''),
    after: parseConfiguration(node.configuration),
  };
  const [start, end] = [read.before(node.label), read.after(node.label)];
  const drafts = typeof start === 'string' || typeof end === 'string' ? [] : itemsFor(pair, { start, end });
  const items = drafts
    .slice(0, most.items)
    .map((item, index): RuleItem => ({ ...item, id: `n${at + 1}-${index + 1}`, node: node.label }));
  return { id: `n${at + 1}`, title: (node.label || `Node ${at + 1}`).slice(0, most.title), items };
}

type Draft = Omit<RuleItem, 'id' | 'node'>;

/** The node as the lab gives it and as the solution has it. */
interface Readings {
  readonly start: NodeReading;
  readonly end: NodeReading;
}

function itemsFor({ leavesOut, context, before = [], after }: Pair, readings: Readings): readonly Draft[] {
  const had = new Set(before.map(({ key }) => key));
  const has = new Set(after.map(({ key }) => key));
  const plain = (line: ConfigurationLine): boolean => line.children.length === 0 && !leavesOut(line);
  const added = after.filter((line) => plain(line) && !had.has(line.key)).slice(0, longest.block);
  const gone = before.filter((line) => plain(line) && !has.has(line.key)).slice(0, longest.block);
  const deeper = after.flatMap((block) =>
    block.children.length === 0 || isByDevice(block.text)
      ? []
      : itemsFor(
          {
            leavesOut,
            context: [...context, block.text],
            before: before.find(({ key }) => key === block.key)?.children,
            after: block.children,
          },
          readings,
        ),
  );
  return [...draftsFor({ context, added, gone }, readings), ...deeper];
}

interface Difference {
  readonly context: readonly string[];
  readonly added: readonly ConfigurationLine[];
  readonly gone: readonly ConfigurationLine[];
}

function draftsFor({ context, added, gone }: Difference, readings: Readings): readonly Draft[] {
  if (context.some((line) => line.length > most.characters)) return [];
  const { start, end } = readings;
  const lines = onlyIn(end, start, { context, patterns: unique(added) });
  const absent = onlyIn(start, end, { context, patterns: unique(gone) });
  const title = (context.length === 0 ? 'Global configuration' : context.join(' / ')).slice(0, most.title);
  const parts = [
    ...chunks(lines).map((part) => ({ lines: part })),
    ...chunks(absent).map((part) => ({ absent: part })),
  ];
  return parts.map((part) => {
    const points = 'lines' in part ? part.lines.length : part.absent.length;
    return { title, points, partial: true, check: { context, ...part } };
  });
}

function unique(lines: readonly ConfigurationLine[]): readonly LinePattern[] {
  const known = new Map(lines.map((line) => [line.key, line.text]));
  return [...known.values()].flatMap((text): readonly LinePattern[] => {
    if (isSecret(text)) return [secretPattern(text)];
    return text.length > most.characters ? [] : [text];
  });
}

interface Asked {
  readonly context: readonly string[];
  readonly patterns: readonly LinePattern[];
}

/** Those that are met by the one and not by the other, as rules would see it. */
function onlyIn(one: NodeReading, other: NodeReading, { context, patterns }: Asked): readonly LinePattern[] {
  const [here, there] = [one, other].map((node) => {
    const { matched } = evaluate({ context, lines: patterns }, node);
    return new Set(matched.map(({ wanted }) => wanted));
  });
  const wanted = (pattern: LinePattern): string => wantedAt(placeName(context), pattern);
  return patterns.filter((pattern) => here?.has(wanted(pattern)) === true && there?.has(wanted(pattern)) === false);
}

function chunks<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / most.lines);
  return Array.from({ length: count }, (_, at) => items.slice(at * most.lines, (at + 1) * most.lines));
}

const defaultLines: readonly RegExp[] = [/^shutdown$/, /^spanning-tree mode /, /^interface \S*Ethernet/];

/** A node without a configuration starts with its definition's own, which names it after its label. */
function givenOf({ label }: TopologyNode, before: TopologyNode | undefined): Leaves {
  if ((before?.configuration ?? '').trim() !== '') return () => false;
  const named = normalised(`hostname ${label}`);
  return ({ key, text }) => key === named || defaultLines.some((pattern) => pattern.test(text));
}
