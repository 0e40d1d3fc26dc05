import { grade } from '../../domain/grading/index.ts';
import type { Clock } from '../../kernel/index.ts';
import { type GradingEngine, GradingEngineError } from '../../ports/grading-engine/index.ts';

/** Counts up when the same rules judge the same evidence differently. */
const version = '1';

type Grade = typeof grade;

/** Ours: pure rules on the evidence, here and now. */
export function builtInGradingEngine(clock: Pick<Clock, 'now'>, by: Grade = grade): GradingEngine {
  return {
    async grade({ rules, evidence }) {
      if (rules === undefined) throw new GradingEngineError('refused', 'the definition has no grading rules');
      const report = by(rules, evidence, clock.now());
      return { state: 'graded', report: { ...report, engine: { name: 'built-in', version } } };
    },
  };
}
