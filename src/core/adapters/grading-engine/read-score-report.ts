import type { ItemScore, ScoreReport, SectionScore } from '../../domain/grading/index.ts';
import { sha256 } from '../../kernel/index.ts';
import { GradingEngineError, type GradingRequest } from '../../ports/grading-engine/index.ts';
import type { ItemReport, PartReport, Ruleset, RulesetItem, RulesetSection, SectionReport } from './engine-wire.ts';

/** What the engine found, as our report. @throws GradingEngineError `nonsense` when it cannot be true */
export function readScoreReport(
  report: PartReport,
  ruleset: Ruleset,
  { sessionId, evidence }: GradingRequest,
): ScoreReport {
  const { lab, checksum, sections: ruled } = ruleset.grading.ruleset;
  check(report);
  const sections = ruled.map((section) => readSection(section, report.sections));
  const open = sections.flatMap(({ items }) => items.filter(({ status }) => status === 'not-gradable'));
  return {
    sessionId,
    title: lab.title,
    ...resultOf(report, ruleset.scoring.cutScore, open),
    notGradable: open.length,
    notGradablePoints: open.reduce((total, item) => total + item.maxPoints, 0),
    sections,
    rulesHash: sha256(JSON.stringify([checksum, rulesVersionOf(report)])),
    evidenceCapturedAt: evidence.capturedAt,
    gradedAt: report.lastModified ?? report.createdAt,
    engine: { name: 'external', version: report.gradingToolkitPackageMetadata?.version ?? 'v1' },
  };
}

type Result = Pick<ScoreReport, 'points' | 'maxPoints' | 'percent' | 'cutScore' | 'result'>;

/** The engine counts in points; what is rounded never looks better or easier than it is. */
function resultOf(
  { score: points, maxScore: maxPoints }: Scored,
  cutScore: number,
  open: readonly ItemScore[],
): Result {
  if (maxPoints === 0) return { points, maxPoints, percent: 0, cutScore: 0, result: 'fail' };
  return {
    points,
    maxPoints,
    percent: Math.floor((points * 1000) / maxPoints) / 10,
    cutScore: Math.ceil((cutScore * 1000) / maxPoints) / 10,
    result: points >= cutScore && open.length === 0 ? 'pass' : 'fail',
  };
}

/** Of the rules by which it was looked, and of those by which that was counted. */
export function rulesVersionOf({ gradingRulesetVersion, scoringRulesetVersion }: PartReport): string {
  return `${gradingRulesetVersion}/${scoringRulesetVersion}`;
}

interface Scored {
  readonly score: number;
  readonly maxScore: number;
}

function check(report: PartReport): void {
  const { sections } = report;
  const items = sections.flatMap((section) => section.items);
  inBounds('the report', report);
  for (const section of sections) inBounds(`section ${section.id}`, section);
  for (const { id, score, maxScore } of items) {
    if (typeof score === 'number' && typeof maxScore === 'number') inBounds(`item ${id}`, { score, maxScore });
  }
  if (sections.length === 0) throw nonsense('it has no sections');
  if (differ(report.score, sumOf(sections, 'score')) || differ(report.maxScore, sumOf(sections, 'maxScore')))
    throw nonsense('its sections do not add up to what it says of the whole');
}

function inBounds(what: string, { score, maxScore }: Scored): void {
  if (score < 0 || maxScore < 0) throw nonsense(`${what} has less than no points`);
  if (score > maxScore) throw nonsense(`${what} has ${score} points, more than the ${maxScore} that there are`);
}

function sumOf(sections: readonly SectionReport[], of: keyof Scored): number {
  return sections.reduce((total, section) => total + section[of], 0);
}

/** Decimals drift. */
function differ(one: number, other: number): boolean {
  return Math.abs(one - other) > 0.005;
}

function nonsense(what: string): GradingEngineError {
  return new GradingEngineError('nonsense', `the score report of the grading engine cannot be true: ${what}`);
}

/** By the rules, so that what the report leaves out is there as well. */
function readSection(ruled: RulesetSection, reported: readonly SectionReport[]): SectionScore {
  const found = reported.find((section) => isOf(section, ruled));
  const counted = ruled.items.filter(({ fieldTest }) => !fieldTest);
  const items = counted.map((item) =>
    readItem(
      item,
      found?.items.find(({ id }) => id === item.id),
    ),
  );
  return {
    id: String(ruled.index),
    title: ruled.description === '' ? `Section ${ruled.index}` : ruled.description,
    points: found?.score ?? 0,
    maxPoints: found?.maxScore ?? items.reduce((total, item) => total + item.maxPoints, 0),
    items,
  };
}

function isOf({ id, items }: SectionReport, ruled: RulesetSection): boolean {
  return id === String(ruled.index) || items.some((item) => ruled.items.some((known) => known.id === item.id));
}

function readItem(ruled: RulesetItem, found: ItemReport | undefined): ItemScore {
  const { id, description, rules } = ruled;
  const maxPoints = found?.maxScore ?? ruled.points;
  return {
    id,
    title: description === '' ? id : description,
    node: [...new Set(rules.flatMap(({ device }) => device ?? []))].join(', '),
    maxPoints,
    ...foundOf(found, maxPoints),
    matched: [],
    missing: missingOf(found),
    unwanted: [],
  };
}

function foundOf(
  found: ItemReport | undefined,
  maxPoints: number,
): Pick<ItemScore, 'status' | 'points' | 'explanation'> {
  const points = found?.score;
  const issues = issuesOf(found);
  if (typeof points !== 'number') {
    const explanation = issues === '' ? 'The grading engine does not say what it found.' : issues;
    return { status: 'not-gradable', points: 0, explanation };
  }
  const status = statusOf(points, maxPoints);
  return { status, points, explanation: [wordsFor(found, status), issues].filter(Boolean).join(' ') };
}

function statusOf(points: number, maxPoints: number): 'passed' | 'partial' | 'failed' {
  if (points >= maxPoints) return 'passed';
  return points > 0 ? 'partial' : 'failed';
}

function missingOf(found: ItemReport | undefined): readonly string[] {
  const questions = found?.questions ?? [];
  return questions.flatMap(({ expectedAnswers, matchedAnswers }) =>
    expectedAnswers.filter((answer) => !matchedAnswers.includes(answer)),
  );
}

function wordsFor(found: ItemReport | undefined, status: 'passed' | 'partial' | 'failed'): string {
  const questions = found?.questions ?? [];
  const expected = questions.reduce((total, { expectedAnswers }) => total + expectedAnswers.length, 0);
  const matched = expected - missingOf(found).length;
  if (expected === 0)
    return { passed: 'As it should be.', partial: 'In part.', failed: 'Not as it should be.' }[status];
  return `${matched} of ${expected} expected answers.`;
}

function issuesOf(found: ItemReport | undefined): string {
  const results = found?.evaluationResults ?? [];
  return results
    .flatMap(({ issue }) => (issue ? [issue.description === '' ? issue.type : issue.description] : []))
    .join(' ');
}
