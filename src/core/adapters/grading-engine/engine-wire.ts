import * as z from 'zod';

// Version 1 of the engine's API has more fields than these; only what is looked at is named.

const text = z.string();
const version = z.union([z.string(), z.int()]).transform(String);
const points = z.number();

const Question = z.object({
  expectedAnswers: z.array(text).default([]),
  matchedAnswers: z.array(text).default([]),
});

const Evaluation = z.object({ issue: z.object({ type: text, description: text.default('') }).nullish() });

const ItemReport = z.object({
  id: text,
  score: points.nullish(),
  maxScore: points.nullish(),
  evaluationResults: z.array(Evaluation).default([]),
  questions: z.array(Question).default([]),
});
export type ItemReport = z.output<typeof ItemReport>;

const SectionReport = z.object({ id: text, score: points, maxScore: points, items: z.array(ItemReport) });
export type SectionReport = z.output<typeof SectionReport>;

export const PartReport = z.object({
  createdAt: text,
  lastModified: text.nullish(),
  gradingToolkitPackageMetadata: z.object({ version: version.nullish() }).nullish(),
  gradingRulesetVersion: version,
  scoringRulesetVersion: version,
  score: points,
  maxScore: points,
  sections: z.array(SectionReport),
});
export type PartReport = z.output<typeof PartReport>;

const Part = z.object({
  id: text,
  status: z.enum(['created', 'grading', 'reviewing', 'locked', 'faulted']),
  statusReason: text.nullish(),
  scoreReport: PartReport.nullish(),
});
export type EnginePart = z.output<typeof Part>;

export const EngineSession = z.object({ id: text, parts: z.array(Part) });
export type EngineSession = z.output<typeof EngineSession>;

const RulesetItem = z.object({
  id: text,
  description: text.default(''),
  points: points.default(0),
  /** Tried out on candidates, and counted for nobody. */
  fieldTest: z.boolean().default(false),
  rules: z.array(z.object({ device: text.nullish() })).default([]),
});
export type RulesetItem = z.output<typeof RulesetItem>;

const RulesetSection = z.object({
  index: z.int(),
  description: text.default(''),
  items: z.array(RulesetItem),
});
export type RulesetSection = z.output<typeof RulesetSection>;

export const Ruleset = z.object({
  grading: z.object({
    ruleset: z.object({
      checksum: text,
      lab: z.object({ title: text }),
      sections: z.array(RulesetSection),
    }),
  }),
  scoring: z.object({ version, cutScore: points }),
});
export type Ruleset = z.output<typeof Ruleset>;

/** RFC 9457, with the fields at fault beside it. */
export const Problem = z.object({
  title: text.nullish(),
  detail: text.nullish(),
  errors: z.record(text, z.array(text)).nullish(),
});
