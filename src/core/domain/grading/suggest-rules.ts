import { builtInNodeDefinitions, type Topology, type TopologyNode } from '../topology/index.ts';
import { type ConfigurationLine, parseConfiguration } from './ios-configuration.ts';
import { normalised } from './ios-line.ts';
import type { GradingRules, RuleItem, RuleSection } from './rules.ts';

/** A block of the solution and the block of the lab it came from, if it was there. */
interface Pair {
  /** Whether the device would show the line anyway, so that nobody has to type it. */
  readonly isGiven: (line: ConfigurationLine) => boolean;
  readonly context: readonly string[];
  readonly before: readonly ConfigurationLine[] | undefined;
  readonly after: readonly ConfigurationLine[];
}

/**
 * A first draft of rules: whatever the solution has and the lab has not, one section per node and one item per block.
 * An author still has to say which of it matters.
 */
export function suggestRules(initial: Topology, solution: Topology): GradingRules {
  const known = new Map(initial.nodes.map((node) => [node.label, node]));
  const sections = solution.nodes
    .filter(isGradable)
    .map((node, at) => sectionFor(node, { at, before: known.get(node.label) }))
    .filter(({ items }) => items.length > 0);
  return { format: 'lcm-grading/1', title: solution.title || initial.title, cutScore: 80, sections };
}

/** Servers and desktops keep a start script, which says nothing about what was typed later. */
function isGradable({ nodeDefinition }: TopologyNode): boolean {
  const definition = builtInNodeDefinitions.get(nodeDefinition);
  return definition === undefined || (definition.licensed && definition.nature !== 'server');
}

interface Origin {
  readonly at: number;
  readonly before: TopologyNode | undefined;
}

function sectionFor(node: TopologyNode, { at, before }: Origin): RuleSection {
  const pair: Pair = {
    isGiven: givenOf(node, before),
    context: [],
    before: parseConfiguration(before?.configuration ?? ''),
    after: parseConfiguration(node.configuration),
  };
  const items = itemsFor(pair).map(
    (item, index): RuleItem => ({ ...item, id: `n${at + 1}-${index + 1}`, node: node.label }),
  );
  return { id: `n${at + 1}`, title: node.label, items };
}

type Draft = Omit<RuleItem, 'id' | 'node'>;

function itemsFor({ isGiven, context, before = [], after }: Pair): readonly Draft[] {
  const matters = (line: ConfigurationLine): boolean => !isVolatile(line.text) && !isGiven(line);
  const had = new Set(before.map(({ key }) => key));
  const has = new Set(after.map(({ key }) => key));
  const added = after.filter((line) => matters(line) && line.children.length === 0 && !had.has(line.key));
  const gone = before.filter((line) => matters(line) && line.children.length === 0 && !has.has(line.key));
  const blocks = after.filter(({ text, children }) => !isVolatile(text) && children.length > 0);
  const deeper = blocks.flatMap((block) =>
    itemsFor({
      isGiven,
      context: [...context, block.text],
      before: before.find(({ key }) => key === block.key)?.children,
      after: block.children,
    }),
  );
  return [...draft(context, added, gone), ...deeper];
}

function draft(
  context: readonly string[],
  added: readonly ConfigurationLine[],
  gone: readonly ConfigurationLine[],
): readonly Draft[] {
  if (added.length + gone.length === 0) return [];
  const lines = added.map(({ text }) => text);
  const absent = gone.map(({ text }) => text);
  const title = context.length === 0 ? 'Global configuration' : context.join(' / ');
  return [{ title, points: added.length + gone.length, partial: true, check: { context, lines, absent } }];
}

// What a device writes by itself or differently every time: clocks, keys, licences, defaults of its release.
const volatileLines: readonly RegExp[] = [
  /^version /,
  /^(no )?service /,
  /^boot-(start|end)-marker/,
  /^(no )?(logging console|aaa new-model|mmi |ip cef|ipv6 cef|ip forward-protocol|ip http|ip ssh|ipv6 ioam)/,
  /^(no )?ip domain[- ]lookup/,
  /^(ip audit|login on-success|vtp version|multilink|memory free|redundancy|control-plane|no scheduler)/,
  /^(spanning-tree extend|vlan internal allocation)/,
  /^(crypto|certificate|license|platform|diagnostic|transceiver|enable (secret|password)|username)\b/,
  /\b(password|secret|key-string)\b/,
  /^switchport port-security mac-address sticky [\da-f.]+/,
  /^(mac-address|media-type|duplex|speed|negotiation|exec-timeout|login|logging synchronous|transport input)\b/,
  /^line (con|aux|vty)/,
  /^(no ip address|ntp clock-period|banner)\b/,
];

function isVolatile(text: string): boolean {
  return volatileLines.some((pattern) => pattern.test(text));
}

const defaultLines: readonly RegExp[] = [/^shutdown$/, /^spanning-tree mode /, /^interface \S*Ethernet/];

/** A node without a configuration starts with its definition's own, which names it after its label. */
function givenOf({ label }: TopologyNode, before: TopologyNode | undefined): Pair['isGiven'] {
  if ((before?.configuration ?? '').trim() !== '') return () => false;
  const named = normalised(`hostname ${label}`);
  return ({ key, text }) => key === named || defaultLines.some((pattern) => pattern.test(text));
}
