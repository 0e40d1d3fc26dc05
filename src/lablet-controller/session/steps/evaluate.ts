import type { DefinitionView } from '@lcm/core/contracts/definition';
import { evidenceForGrading } from '@lcm/core/contracts/evidence-package';
import { parseGradingRules } from '@lcm/core/contracts/grading';
import type { SessionView } from '@lcm/core/contracts/session';
import type { ScoreReport } from '@lcm/core/domain/grading';
import type { Score } from '@lcm/core/domain/session';
import { blobKey } from '@lcm/core/ports/blobs';
import { readEvidence } from '../../evidence/stored-evidence.ts';
import {
  definitionOf,
  done,
  failed,
  type StepDeps,
  type StepHandler,
  type StepOutcome,
  skipped,
} from '../step-handler.ts';

/** Grades the packaged evidence by the rules of the session's own version of the definition. */
export const evaluate: StepHandler = async (session, deps) => {
  const definition = await definitionOf(session, deps);
  if (definition.rulesKey === undefined) return skipped('the definition has no grading rules');
  return gradeBy(definition, session, deps);
};

/** The same by the rules that were asked for. */
export const gradeAgain: StepHandler = async (session, deps) => {
  const { rulesOf = session.definition.id } = session.regrade ?? {};
  const definition = await deps.controlPlane.get('definition', rulesOf);
  return definition === undefined ? failed(`the definition ${rulesOf} is gone`) : gradeBy(definition, session, deps);
};

async function gradeBy(definition: DefinitionView, session: SessionView, deps: StepDeps): Promise<StepOutcome> {
  const { rulesKey = '', version } = definition;
  const text = await deps.blobs.get(blobKey(rulesKey));
  const rules = text && parseGradingRules(new TextDecoder().decode(text));
  if (!rules) return failed(`the rules ${rulesKey} of its definition are not stored`);
  if (!rules.ok) return failed(`the rules of its definition cannot be read: ${rules.rejection.message}`);
  const evidence = await readEvidence(deps.blobs, session.evidenceKey);
  if (evidence === undefined) return failed('its evidence is not stored');
  const report = deps.grade(rules.value, evidenceForGrading(evidence), deps.clock.now());
  const reportKey = await deps.blobs.put(new TextEncoder().encode(JSON.stringify(report)));
  return done(wordsFor(report), { score: { ...scoreOf(report), reportKey, rulesVersion: version } });
}

function wordsFor({ points, maxPoints, result, notGradablePoints = 0 }: ScoreReport): string {
  const open = notGradablePoints > 0 ? `, ${notGradablePoints} points not gradable` : '';
  return `${points} of ${maxPoints} points: ${result}${open}`;
}

function scoreOf(report: ScoreReport): Omit<Score, 'reportKey'> {
  const { points, maxPoints, percent, cutScore, result, rulesHash, notGradablePoints } = report;
  return { points, maxPoints, percent, cutScore, result, rulesHash, notGradablePoints };
}
