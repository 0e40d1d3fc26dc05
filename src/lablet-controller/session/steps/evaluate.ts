import type { DefinitionView } from '@lcm/core/contracts/definition';
import { evidenceForGrading } from '@lcm/core/contracts/evidence-package';
import { parseGradingRules } from '@lcm/core/contracts/grading';
import type { SessionView } from '@lcm/core/contracts/session';
import type { GradingEngineName, GradingRules, ScoreReport } from '@lcm/core/domain/grading';
import type { Score } from '@lcm/core/domain/session';
import { ok, type Result, reject } from '@lcm/core/kernel';
import { blobKey } from '@lcm/core/ports/blobs';
import { type GradingAnswer, GradingEngineError } from '@lcm/core/ports/grading-engine';
import { readEvidence } from '../../evidence/stored-evidence.ts';
import {
  definitionOf,
  done,
  failed,
  notYet,
  type StepDeps,
  type StepHandler,
  type StepOutcome,
} from '../step-handler.ts';
import { orLater } from './or-later.ts';

/** Grades the packaged evidence as the session's own version of the definition wants it. */
export const evaluate: StepHandler = async (session, deps) => {
  const definition = await definitionOf(session, deps);
  const outcome = await gradeBy(definition, session, deps);
  return engineOf(definition) === 'built-in' ? outcome : orLater(outcome, session, deps);
};

/** The same by the rules that were asked for; it waits for its engine however long that takes. */
export const gradeAgain: StepHandler = async (session, deps) => {
  const { rulesOf = session.definition.id } = session.regrade ?? {};
  const definition = await deps.controlPlane.get('definition', rulesOf);
  return definition === undefined ? failed(`the definition ${rulesOf} is gone`) : gradeBy(definition, session, deps);
};

function engineOf({ gradingEngine = 'built-in' }: DefinitionView): GradingEngineName {
  return gradingEngine;
}

async function gradeBy(definition: DefinitionView, session: SessionView, deps: StepDeps): Promise<StepOutcome> {
  const rules = await readRules(definition, deps);
  if (!rules.ok) return failed(rules.rejection);
  const evidence = await readEvidence(deps.blobs, session.evidenceKey);
  if (evidence === undefined) return failed('its evidence is not stored');
  const engine = engineOf(definition);
  const request = {
    sessionId: session.id,
    grading: gradingOf(session),
    candidate: session.ownerId,
    formQualifiedName: definition.formQualifiedName,
    evidence: evidenceForGrading(evidence),
    rules: rules.value,
  };
  try {
    return await keep(await deps.graders.at(engine).grade(request), definition, deps);
  } catch (error) {
    return withoutGrade(error, engine);
  }
}

/** The one of its end keeps its name when it is put off, so that no engine grades it twice; each order is one of its own. */
function gradingOf({ regrade }: SessionView): string {
  return regrade === undefined || regrade.cause === 'end' ? 'end' : regrade.at.toString(36);
}

/** Those of the content; an engine with rules of its own needs none. */
async function readRules(
  definition: DefinitionView,
  { blobs }: StepDeps,
): Promise<Result<GradingRules | undefined, string>> {
  const { rulesKey } = definition;
  if (rulesKey === undefined && engineOf(definition) !== 'built-in') return ok(undefined);
  const text = await blobs.get(blobKey(rulesKey ?? ''));
  if (text === undefined) return reject(`the rules ${rulesKey} of its definition are not stored`);
  const rules = parseGradingRules(new TextDecoder().decode(text));
  return rules.ok ? rules : reject(`the rules of its definition cannot be read: ${rules.rejection.message}`);
}

async function keep(answer: GradingAnswer, { version }: DefinitionView, { blobs }: StepDeps): Promise<StepOutcome> {
  if (answer.state === 'grading') return notYet('the grading engine is at it');
  const { report, rulesVersion = version } = answer;
  const reportKey = await blobs.put(new TextEncoder().encode(JSON.stringify(report)));
  return done(wordsFor(report), { score: { ...scoreOf(report), reportKey, rulesVersion } });
}

/** An engine that is away, or that does not know us any more, is waited for; what it refuses is a failure. */
function withoutGrade(error: unknown, engine: GradingEngineName): StepOutcome {
  if (!(error instanceof GradingEngineError)) throw error;
  const { code, message } = error;
  if (code !== 'unreachable' && code !== 'denied') return failed(message);
  return { kind: 'not-yet', because: message, withoutGrader: engine };
}

function wordsFor({ points, maxPoints, result, notGradablePoints = 0 }: ScoreReport): string {
  const open = notGradablePoints > 0 ? `, ${notGradablePoints} points not gradable` : '';
  return `${points} of ${maxPoints} points: ${result}${open}`;
}

function scoreOf(report: ScoreReport): Omit<Score, 'reportKey'> {
  const { points, maxPoints, percent, cutScore, result, rulesHash, notGradablePoints, engine } = report;
  return { points, maxPoints, percent, cutScore, result, rulesHash, notGradablePoints, engine };
}
