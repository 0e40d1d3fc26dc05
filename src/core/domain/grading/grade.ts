import { type Instant, sha256, toIso } from '../../kernel/index.ts';
import type { Evidence, NodeEvidence } from './evidence.ts';
import { evaluate, type Finding, type FoundLine } from './finding.ts';
import { type ConfigurationLine, parseConfiguration, parseFlat } from './ios-configuration.ts';
import { type GradingRules, linesChecks, type RuleItem, type RuleSection, type Source } from './rules.ts';

export const itemStatuses = ['passed', 'partial', 'failed', 'not-gradable'] as const;
export type ItemStatus = (typeof itemStatuses)[number];

export interface ItemScore {
  readonly id: string;
  readonly title: string;
  readonly node: string;
  readonly status: ItemStatus;
  readonly points: number;
  readonly maxPoints: number;
  /** One sentence for a person; the lists below are its proof. */
  readonly explanation: string;
  readonly matched: readonly FoundLine[];
  readonly missing: readonly string[];
  readonly unwanted: readonly FoundLine[];
}

export interface SectionScore {
  readonly id: string;
  readonly title: string;
  readonly points: number;
  readonly maxPoints: number;
  readonly items: readonly ItemScore[];
}

export interface ScoreReport {
  readonly sessionId: string;
  readonly title: string;
  readonly points: number;
  readonly maxPoints: number;
  /** Rounded down to one decimal, so that it never looks better than it is. */
  readonly percent: number;
  readonly cutScore: number;
  /** Never `pass` while an item could not be graded: such a report waits for evidence or for a person. */
  readonly result: 'pass' | 'fail';
  readonly notGradable: number;
  readonly sections: readonly SectionScore[];
  /** Names the rules exactly: the same hash means the same rules. */
  readonly rulesHash: string;
  readonly evidenceCapturedAt: string;
  readonly gradedAt: string;
}

/** Pure: the same rules, evidence and time give the same report, to the byte. */
export function grade(rules: GradingRules, evidence: Evidence, gradedAt: Instant): ScoreReport {
  const read = reader(evidence);
  const sections = rules.sections.map((section) => gradeSection(section, read));
  const items = sections.flatMap((section) => section.items);
  const { points, maxPoints } = sumOf(items);
  const notGradable = items.filter(({ status }) => status === 'not-gradable').length;
  const reached = maxPoints > 0 && points * 100 >= rules.cutScore * maxPoints;
  return {
    sessionId: evidence.sessionId,
    title: rules.title,
    points,
    maxPoints,
    percent: maxPoints === 0 ? 0 : Math.floor((points * 1000) / maxPoints) / 10,
    cutScore: rules.cutScore,
    result: reached && notGradable === 0 ? 'pass' : 'fail',
    notGradable,
    sections,
    rulesHash: rulesHash(rules),
    evidenceCapturedAt: evidence.capturedAt,
    gradedAt: toIso(gradedAt),
  };
}

/** Independent of the order in which the rules' keys were written. */
export function rulesHash(rules: GradingRules): string {
  return sha256(JSON.stringify(rules, (_, value: unknown) => sorted(value)));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function gradeSection({ id, title, items }: RuleSection, read: Reader): SectionScore {
  const scores = items.map((item) => gradeItem(item, read));
  return { id, title, ...sumOf(scores), items: scores };
}

/** In hundredths: sums of decimals would drift and could miss a cut by nothing. */
function sumOf(items: readonly ItemScore[]): Pick<SectionScore, 'points' | 'maxPoints'> {
  const total = (of: (item: ItemScore) => number): number =>
    items.reduce((sum, item) => sum + Math.round(of(item) * 100), 0) / 100;
  return { points: total(({ points }) => points), maxPoints: total(({ maxPoints }) => maxPoints) };
}

function gradeItem(item: RuleItem, read: Reader): ItemScore {
  const { id, title, node, points: maxPoints } = item;
  const base = { id, title, node, maxPoints };
  const trees = read(node);
  const gap = typeof trees === 'string' ? trees : missingSource(item, trees);
  if (gap !== undefined || typeof trees === 'string') {
    return {
      ...base,
      status: 'not-gradable',
      points: 0,
      explanation: gap ?? '',
      matched: [],
      missing: [],
      unwanted: [],
    };
  }
  const finding = evaluate(item.check, (source) => trees[source] ?? []);
  const { matched, missing, unwanted } = finding;
  const earned = earnedBy(finding, item);
  return { ...base, ...earned, explanation: explained(finding), matched, missing, unwanted };
}

function earnedBy(
  { met, total }: Finding,
  { points, partial = false }: RuleItem,
): Pick<ItemScore, 'status' | 'points'> {
  if (total > 0 && met === total) return { status: 'passed', points };
  const part = partial && total > 0 ? Math.floor((points * 100 * met) / total) / 100 : 0;
  return { status: part > 0 ? 'partial' : 'failed', points: part };
}

function explained({ met, total, missing, unwanted }: Finding): string {
  const parts = [
    `${met} of ${total} requirements met`,
    ...(missing.length > 0 ? [`missing: ${missing.join('; ')}`] : []),
    ...(unwanted.length > 0
      ? [`must not be there: ${unwanted.map(({ text, line }) => `${text} (line ${line})`).join('; ')}`]
      : []),
  ];
  return parts.join('. ');
}

type Trees = Readonly<Record<Source, readonly ConfigurationLine[] | undefined>>;
/** The parsed texts of a node, or why there are none. */
type Reader = (label: string) => Trees | string;

function reader({ nodes }: Evidence): Reader {
  const known = new Map<string, Trees | string>();
  return (label) => {
    const trees = known.get(label) ?? treesOf(label, nodes);
    known.set(label, trees);
    return trees;
  };
}

function treesOf(label: string, nodes: readonly NodeEvidence[]): Trees | string {
  const [node, ...others] = nodes.filter((candidate) => candidate.label === label);
  if (node === undefined) return `the evidence holds no node ${label}`;
  if (others.length > 0) return `the evidence holds ${others.length + 1} nodes called ${label}`;
  if (downStates.includes(node.state)) return `${label} was not up (${node.state}) when evidence was collected`;
  return {
    running: parsed(node.running, parseConfiguration),
    startup: parsed(node.startup, parseConfiguration),
    console: parsed(node.consoleLog, parseFlat),
  };
}

// Of a node that is down CML answers the configuration it would start from, not what the candidate made of it.
const downStates: readonly string[] = ['DEFINED_ON_CORE', 'QUEUED', 'STOPPED'];

function parsed(
  text: string | undefined,
  parse: (text: string) => readonly ConfigurationLine[],
): readonly ConfigurationLine[] | undefined {
  return text === undefined || text.trim() === '' ? undefined : parse(text);
}

const sourceNames: Record<Source, string> = {
  running: 'running configuration',
  startup: 'startup configuration',
  console: 'console log',
};

function missingSource({ check, node }: RuleItem, trees: Trees): string | undefined {
  const gap = linesChecks(check)
    .map(({ source = 'running' }) => source)
    .find((source) => trees[source] === undefined);
  return gap === undefined ? undefined : `the ${sourceNames[gap]} of ${node} was not collected`;
}
