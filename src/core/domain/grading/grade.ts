import { type Instant, sha256, toIso } from '../../kernel/index.ts';
import type { GradedBy } from './engine.ts';
import { evaluate } from './evaluate.ts';
import type { Evidence } from './evidence.ts';
import type { Finding, FoundLine } from './finding.ts';
import { gapOf } from './gap.ts';
import { type Reader, reader } from './node-reading.ts';
import type { GradingRules, RuleItem, RuleSection } from './rules.ts';

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
  /** How many of the points those items are worth: neither earned nor lost. Reports of earlier versions do not say. */
  readonly notGradablePoints?: number | undefined;
  readonly sections: readonly SectionScore[];
  /** Names the rules exactly: the same hash means the same rules. */
  readonly rulesHash: string;
  readonly evidenceCapturedAt: string;
  readonly gradedAt: string;
  /** Reports of earlier versions do not say: they are ours. */
  readonly engine?: GradedBy | undefined;
}

/** Pure: the same rules, evidence and time give the same report, to the byte. */
export function grade(rules: GradingRules, evidence: Evidence, gradedAt: Instant): ScoreReport {
  const read = reader(evidence);
  const sections = rules.sections.map((section) => gradeSection(section, read));
  const items = sections.flatMap((section) => section.items);
  const { points, maxPoints } = sumOf(items);
  const open = items.filter(({ status }) => status === 'not-gradable');
  const reached = maxPoints > 0 && points * 100 >= rules.cutScore * maxPoints;
  return {
    sessionId: evidence.sessionId,
    title: rules.title,
    points,
    maxPoints,
    percent: maxPoints === 0 ? 0 : Math.floor((points * 1000) / maxPoints) / 10,
    cutScore: rules.cutScore,
    result: reached && open.length === 0 ? 'pass' : 'fail',
    notGradable: open.length,
    notGradablePoints: sumOf(open).maxPoints,
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
  const reading = read(item.node);
  if (typeof reading === 'string') return notGradable(item, reading);
  const gap = gapOf(item.check, reading);
  if (gap !== undefined) return notGradable(item, gap);
  const finding = evaluate(item.check, reading);
  const { matched, missing, unwanted } = finding;
  const earned = earnedBy(finding, item);
  return { ...aboutItem(item), ...earned, explanation: explained(finding), matched, missing, unwanted };
}

function notGradable(item: RuleItem, explanation: string): ItemScore {
  const nothing = { matched: [], missing: [], unwanted: [] };
  return { ...aboutItem(item), status: 'not-gradable', points: 0, explanation, ...nothing };
}

function aboutItem({ id, title, node, points: maxPoints }: RuleItem) {
  return { id, title, node, maxPoints };
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
