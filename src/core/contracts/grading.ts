import * as z from 'zod';
import {
  type Check,
  checkRules,
  type Evidence,
  findPlaces,
  type GradingRules,
  gradingEngines,
  itemStatuses,
  linkStates,
  type RulesProblem,
  reaches,
  type ScoreReport,
  sources,
} from '../domain/grading/index.ts';
import { builtInNodeDefinitions, type NodeDefinitions, type Topology } from '../domain/topology/index.ts';
import { ok, type Result, reject } from '../kernel/index.ts';
import { type Fault, readYaml, type TextFault, together } from './yaml-text.ts';

const id = z.string().regex(/^[a-z\d][a-z\d-]{0,63}$/i, 'an id has letters, digits and hyphens, at most 64');
const title = z.string().min(1).max(200);

const LinePattern = z.union([z.string().min(1).max(500), z.strictObject({ regex: z.string().min(1).max(500) })]);
const patterns = z.array(LinePattern).max(200).readonly().optional();

// Said outright, so that a slip inside one of these is reported there and not as a key that is too many here.
const isNot = z.never().optional();
const noGroup = { all: isNot, any: isNot, atLeast: isNot, of: isNot };

const LinesCheck = z.strictObject({
  context: patterns,
  lines: patterns,
  absent: patterns,
  order: z.enum(['any', 'given']).optional(),
  source: z.enum(sources).optional(),
  ...noGroup,
  output: isNot,
  reach: isNot,
  interface: isNot,
});

const shortText = z.string().min(1).max(200);

const OutputCheck = z.strictObject({
  output: shortText,
  lines: patterns,
  absent: patterns,
  rows: z
    .array(z.record(z.string().min(1).max(60), shortText))
    .max(50)
    .readonly()
    .optional(),
});
const ReachCheck = z.strictObject({ reach: shortText, from: shortText.optional(), is: z.enum(reaches).optional() });
const StateCheck = z.strictObject({ interface: shortText, state: z.enum(linkStates), to: shortText.optional() });

const Check: z.ZodType<Check> = z.lazy(() =>
  z.union([
    LinesCheck,
    OutputCheck,
    ReachCheck,
    StateCheck,
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
              stays: z.boolean().optional(),
            }),
          )
          .min(1)
          .max(200),
      }),
    )
    .min(1)
    .max(50),
});

const InterfaceEvidence = z.object({
  name: z.string(),
  state: z.string(),
  link: z.object({ state: z.string(), node: z.string(), interface: z.string() }).optional(),
});

export const CommandOutputs = z.array(z.object({ command: z.string(), output: z.string() }));
export const NodeInterfaces = z.array(InterfaceEvidence);

const NodeEvidence = z.object({
  label: z.string(),
  nodeDefinition: z.string(),
  state: z.string(),
  running: z.string(),
  startup: z.string().optional(),
  consoleLog: z.string().optional(),
  outputs: CommandOutputs.optional(),
  interfaces: NodeInterfaces.optional(),
});

/** What the collecting pipeline hands to whoever grades. */
export const EvidenceFile: z.ZodType<Evidence> = z.object({
  sessionId: z.string().min(1),
  capturedAt: z.iso.datetime({ offset: true }),
  nodes: z.array(NodeEvidence),
  links: z.array(z.object({ label: z.string(), state: z.string() })).optional(),
});

const points = z.number().nonnegative();

const FoundLine = z.object({
  wanted: z.string(),
  text: z.string(),
  line: z.int().positive(),
  source: z.enum(findPlaces),
});

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
  notGradablePoints: points.optional(),
  sections: z
    .array(
      z.object({ id: z.string(), title: z.string(), points, maxPoints: points, items: z.array(ItemScore).readonly() }),
    )
    .readonly(),
  rulesHash: z.string().regex(/^[\da-f]{64}$/),
  evidenceCapturedAt: z.string(),
  gradedAt: z.string(),
  engine: z.object({ name: z.enum(gradingEngines), version: z.string() }).optional(),
});

export interface RulesRejection extends TextFault {
  readonly code: 'rules.invalid';
}

/** The shape only; whether the rules fit a lab says `readGradingRules`. */
export function parseGradingRules(yaml: string): Result<GradingRules, RulesRejection> {
  const read = readYaml(yaml, GradingRulesFile);
  return read.ok ? ok(read.value.value) : reject({ code: 'rules.invalid', ...read.rejection });
}

export interface UnfitRules extends RulesRejection {
  /** Everything that is wrong with rules that could be read. */
  readonly problems?: readonly RulesProblem[] | undefined;
}

/** Rules that fit a lab, or every fault with its line. Without a lab only what the rules are by themselves is looked at. */
export function readGradingRules(
  yaml: string,
  lab: Topology | undefined,
  nodeDefinitions: NodeDefinitions = builtInNodeDefinitions,
): Result<GradingRules, UnfitRules> {
  const read = readYaml(yaml, GradingRulesFile);
  if (!read.ok) return reject({ code: 'rules.invalid', ...read.rejection });
  const { value, fault } = read.value;
  const problems = lab === undefined ? [] : checkRules(value, lab, nodeDefinitions);
  const faults = problems.map(({ path, message }): Fault => ({ ...fault(path.split('.'), message), path }));
  const refused = together(faults);
  return refused === undefined ? ok(value) : reject({ code: 'rules.invalid', ...refused.rejection, problems });
}
