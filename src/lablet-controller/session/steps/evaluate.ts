import { EvidencePackage } from '@lcm/core/contracts/evidence-package';
import { parseGradingRules } from '@lcm/core/contracts/grading';
import type { ScoreReport } from '@lcm/core/domain/grading';
import type { Score } from '@lcm/core/domain/session';
import { type BlobKey, blobKey } from '@lcm/core/ports/blobs';
import { definitionOf, done, failed, type StepHandler } from '../step-handler.ts';
import { readJson } from './package-evidence.ts';

/** Grades the packaged evidence by the rules of the session's own version of the definition. */
export const evaluate: StepHandler = async (session, deps) => {
  const { rulesKey } = await definitionOf(session, deps);
  if (rulesKey === undefined) return failed('the definition has no grading rules');
  const text = await deps.blobs.get(blobKey(rulesKey));
  const rules = text && parseGradingRules(new TextDecoder().decode(text));
  if (!rules) return failed(`the rules ${rulesKey} of its definition are not stored`);
  if (!rules.ok) return failed(`the rules of its definition cannot be read: ${rules.rejection.message}`);
  const packaged = EvidencePackage.safeParse(await readJson(deps.blobs, session.evidenceKey));
  if (!packaged.success) return failed('its evidence is not stored');
  const report = deps.grade(rules.value, packaged.data.evidence, deps.clock.now());
  const reportKey = await deps.blobs.put(new TextEncoder().encode(JSON.stringify(report)));
  return done(`${report.points} of ${report.maxPoints} points: ${report.result}`, {
    score: scoreOf(report, reportKey),
  });
};

function scoreOf({ points, maxPoints, percent, cutScore, result }: ScoreReport, reportKey: BlobKey): Score {
  return { points, maxPoints, percent, cutScore, result, reportKey };
}
