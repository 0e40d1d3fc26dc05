import { EvidenceFile } from '@lcm/core/contracts/grading';
import { type Evidence, type GradingRules, grade, type ItemScore, rulesHash } from '@lcm/core/domain/grading';
import { type Instant, toIso } from '@lcm/core/kernel';
import type { Part } from './state.ts';

/** The rules of this engine, which it has by the content's name. */
export function rulesetOf(form: string, rules: GradingRules): unknown {
  const sections = rules.sections.map(({ title, items }, at) => ({
    index: at + 1,
    description: title,
    mode: 'concurrent',
    items: items.map(({ id, title: description, points, node }, place) => {
      return { id, index: place + 1, description, points, fieldTest: false, rules: [{ device: node }] };
    }),
  }));
  const ruleset = { checksum: rulesHash(rules), lab: { title: rules.title, version: '1' }, sections };
  return { id: form, grading: { ruleset }, scoring: { version: 1, cutScore: cutScoreOf(rules) } };
}

/** In points, and whole ones. */
function cutScoreOf({ cutScore, sections }: GradingRules): number {
  const total = sections.flatMap(({ items }) => items).reduce((sum, { points }) => sum + points, 0);
  return Math.ceil((cutScore * total) / 100);
}

/** What it finds in the evidence that came with the pod; the last item may be left out, as if it had been forgotten. */
export function judge(
  part: Part,
  rules: GradingRules,
  { at, leavesOutLast }: { readonly at: Instant; readonly leavesOutLast: boolean },
): Record<string, unknown> {
  const report = grade(rules, evidenceOf(part, at), at);
  const forgotten = leavesOutLast ? report.sections.at(-1)?.items.at(-1) : undefined;
  const sections = report.sections.map(({ items }, index) => {
    const told = items.filter((item) => item !== forgotten);
    const score = told.reduce((sum, { points }) => sum + points, 0);
    const maxScore = items.reduce((sum, { maxPoints }) => sum + maxPoints, 0);
    return { id: String(index + 1), createdAt: toIso(at), score, maxScore, items: told.map(itemReport) };
  });
  return {
    createdAt: toIso(at),
    gradingToolkitPackageMetadata: { version: '1.0', formName: part.id },
    gradingRulesetVersion: '1',
    scoringRulesetVersion: '1',
    generation: 1,
    revision: 1,
    score: sections.reduce((sum, { score }) => sum + score, 0),
    maxScore: report.maxPoints,
    sections,
    variables: {},
  };
}

function itemReport({ id, status, points, maxPoints, explanation, matched, missing }: ItemScore): unknown {
  const isOpen = status === 'not-gradable';
  const matchedAnswers = matched.map(({ wanted }) => wanted);
  const issue = isOpen ? { type: 'NoOutput', description: explanation } : undefined;
  return {
    id,
    type: 'auto',
    ...(!isOpen && { score: points }),
    maxScore: maxPoints,
    fieldTest: false,
    evaluationResults: [{ ruleIndex: 1, ...(issue && { issue }) }],
    questions: [{ id: '1', expectedAnswers: [...matchedAnswers, ...missing], matchedAnswers }],
  };
}

function evidenceOf({ id, pod }: Part, at: Instant): Evidence {
  const nodes = (pod?.devices ?? []).flatMap(({ interfaces }) =>
    interfaces.flatMap(({ configuration }) => (configuration === undefined ? [] : [JSON.parse(configuration)])),
  );
  return EvidenceFile.parse({ sessionId: id, capturedAt: toIso(at), nodes });
}
