import * as z from 'zod';
import {
  type Check,
  type Evidence,
  type GradingRules,
  itemStatuses,
  type ScoreReport,
  sources,
} from '../domain/grading/index.ts';
import { ok, type Result, reject } from '../kernel/index.ts';
import { readYaml, type TextFault } from './yaml-text.ts';

const id = z.string().regex(/^[a-z\d][a-z\d-]{0,63}$/i, 'an id has letters, digits and hyphens, at most 64');
const title = z.string().min(1).max(200);

const LinePattern = z.union([z.string().min(1).max(500), z.strictObject({ regex: z.string().min(1).max(500) })]);
const patterns = z.array(LinePattern).max(200).readonly().optional();

const LinesCheck = z.strictObject({
  context: patterns,
  lines: patterns,
  absent: patterns,
  order: z.enum(['any', 'given']).optional(),
  source: z.enum(sources).optional(),
  // Said outright, so that a slip inside one of these is reported there and not as a key that is too many here.
  all: z.never().optional(),
  any: z.never().optional(),
  atLeast: z.never().optional(),
  of: z.never().optional(),
});

const Check: z.ZodType<Check> = z.lazy(() =>
  z.union([
    LinesCheck,
    z.strictObject({ all: z.array(Check).min(1).max(50) }),
    z.strictObject({ any: z.array(Check).min(1).max(50) }),
    z.strictObject({ atLeast: z.int().min(1), of: z.array(Check).min(1).max(50) }),
  ]),
);

/** `grading.yaml` of a content package. */
export const GradingRulesFile = z.strictObject({
  format: z.literal('lcm-grading/1'),
  title,
  cutScore: z.number().gt(0).max(100),
  sections: z
    .array(
      z.strictObject({
        id,
        title,
        items: z
          .array(
            z.strictObject({
              id,
              title,
              points: z.number().gt(0).max(1000),
              node: z.string().min(1),
              check: Check,
              partial: z.boolean().optional(),
            }),
          )
          .min(1)
          .max(200),
      }),
    )
    .min(1)
    .max(50),
});

const NodeEvidence = z.object({
  label: z.string(),
  nodeDefinition: z.string(),
  state: z.string(),
  running: z.string(),
  startup: z.string().optional(),
  consoleLog: z.string().optional(),
});

/** What the collecting pipeline hands to whoever grades. */
export const EvidenceFile: z.ZodType<Evidence> = z.object({
  sessionId: z.string().min(1),
  capturedAt: z.iso.datetime({ offset: true }),
  nodes: z.array(NodeEvidence),
  links: z.array(z.object({ label: z.string(), state: z.string() })).optional(),
});

const points = z.number().nonnegative();

const FoundLine = z.object({ wanted: z.string(), text: z.string(), line: z.int().positive(), source: z.enum(sources) });

const ItemScore = z.object({
  id: z.string(),
  title: z.string(),
  node: z.string(),
  status: z.enum(itemStatuses),
  points,
  maxPoints: points,
  explanation: z.string(),
  matched: z.array(FoundLine).readonly(),
  missing: z.array(z.string()).readonly(),
  unwanted: z.array(FoundLine).readonly(),
});

/** What a grading found, as it is stored and shown. */
export const ScoreReportFile: z.ZodType<ScoreReport> = z.object({
  sessionId: z.string(),
  title: z.string(),
  points,
  maxPoints: points,
  percent: z.number().min(0).max(100),
  cutScore: z.number(),
  result: z.enum(['pass', 'fail']),
  notGradable: z.int().nonnegative(),
  sections: z
    .array(
      z.object({ id: z.string(), title: z.string(), points, maxPoints: points, items: z.array(ItemScore).readonly() }),
    )
    .readonly(),
  rulesHash: z.string().regex(/^[\da-f]{64}$/),
  evidenceCapturedAt: z.string(),
  gradedAt: z.string(),
});

export interface RulesRejection extends TextFault {
  readonly code: 'rules.invalid';
}

/** The shape only; whether the rules fit a lab says `checkRules`. */
export function parseGradingRules(yaml: string): Result<GradingRules, RulesRejection> {
  const read = readYaml(yaml, GradingRulesFile);
  return read.ok ? ok(read.value.value) : reject({ code: 'rules.invalid', ...read.rejection });
}
