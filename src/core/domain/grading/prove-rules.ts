import { instant } from '../../kernel/index.ts';
import type { Topology } from '../topology/index.ts';
import { assumedEvidence } from './assumed-evidence.ts';
import { grade } from './grade.ts';
import type { GradingRules } from './rules.ts';

/** What rules make of a lab that nobody has touched and of its solution. */
export interface RulesProof {
  readonly startPercent: number;
  readonly solutionPercent: number;
  /** Items that need more than configurations to be judged. */
  readonly notGradable: number;
  /** Items that the untouched lab meets already, and that do not say so. */
  readonly met: readonly string[];
}

export function proveRules(rules: GradingRules, start: Topology, solution: Topology): RulesProof {
  const before = grade(rules, assumedEvidence(start), instant(0));
  const after = grade(rules, assumedEvidence(solution), instant(0));
  const stays = new Set(rules.sections.flatMap(({ items }) => items.flatMap((item) => (item.stays ? [item.id] : []))));
  const passed = before.sections.flatMap(({ items }) => items.filter(({ status }) => status === 'passed'));
  return {
    startPercent: before.percent,
    solutionPercent: after.percent,
    notGradable: after.notGradable,
    met: passed.map(({ id }) => id).filter((id) => !stays.has(id)),
  };
}
