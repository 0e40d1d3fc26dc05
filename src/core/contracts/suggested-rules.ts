import { stringify } from 'yaml';
import * as z from 'zod';
import { DefinitionId } from '../domain/definition/index.ts';
import { type GradingRules, proveRules, suggestRules } from '../domain/grading/index.ts';
import { ok, type Result, reject } from '../kernel/index.ts';
import { faultsOf, labYaml, type UploadFault } from './lab-upload.ts';
import { id } from './primitives.ts';
import { parseTopology } from './topology.ts';

const solution = labYaml.meta({ description: 'The same lab solved, as CML exports it; it is not kept' });

export const SuggestRules = z.strictObject({ yaml: labYaml, solution });
export const SuggestRulesFor = z.strictObject({ definitionId: id(DefinitionId), solution });

/** A draft of rules with what it makes of the lab and of its solution. */
export const SuggestedRules = z
  .object({
    grading: z.string().meta({ description: 'Rules as in a content package’s grading.yaml' }),
    items: z.int().nonnegative(),
    points: z.number(),
    startPercent: z.number(),
    solutionPercent: z.number(),
  })
  .meta({ id: 'SuggestedRules' });
export type SuggestedRules = z.output<typeof SuggestedRules>;

export type SuggestionRejection =
  | {
      readonly code: 'rules.unreadable';
      readonly faults: readonly (UploadFault & { readonly of: 'lab' | 'solution' })[];
    }
  | { readonly code: 'rules.no-difference' };

/** What rules could be, from the difference between two labs. */
export function suggestedRules(texts: {
  readonly yaml: string;
  readonly solution: string;
}): Result<SuggestedRules, SuggestionRejection> {
  const [lab, solved] = [parseTopology(texts.yaml), parseTopology(texts.solution)];
  if (!lab.ok || !solved.ok) {
    const faults = [
      ...(lab.ok ? [] : faultsOf('yaml', lab.rejection).map((fault) => ({ ...fault, of: 'lab' as const }))),
      ...(solved.ok ? [] : faultsOf('yaml', solved.rejection).map((fault) => ({ ...fault, of: 'solution' as const }))),
    ];
    return reject({ code: 'rules.unreadable', faults });
  }
  const rules = suggestRules(lab.value, solved.value);
  if (rules.sections.length === 0) return reject({ code: 'rules.no-difference' });
  const { startPercent, solutionPercent } = proveRules(rules, lab.value, solved.value);
  return ok({ grading: stringify(rules, { lineWidth: 0 }), ...sizeOf(rules), startPercent, solutionPercent });
}

function sizeOf({ sections }: GradingRules): { readonly items: number; readonly points: number } {
  const items = sections.flatMap((section) => section.items);
  return { items: items.length, points: items.reduce((sum, { points }) => sum + points, 0) };
}
