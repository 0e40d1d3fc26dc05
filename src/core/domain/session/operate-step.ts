import { type Instant, ok, reject } from '../../kernel/index.ts';
import { type SessionDecision, wrongSessionState } from './decide.ts';
import { currentPipeline, isSettled, type PipelineName, stepsOf } from './pipelines.ts';
import { withConsequences } from './report.ts';
import type { Session } from './session.ts';

export interface OfStep {
  readonly pipeline: PipelineName;
  readonly step: string;
}

interface Asked {
  readonly by: string;
  readonly reason: string;
  readonly at: Instant;
}

/** At once, whatever it waits for, and with all its attempts and all its time again. */
export function retryStep(session: Session, of: OfStep, { by, reason, at }: Asked): SessionDecision {
  const refused = refusal(session, of);
  if (refused) return refused;
  if (session.progress[of.pipeline]?.[of.step] === undefined) return reject({ code: 'session.step-not-begun', ...of });
  return ok([{ type: 'SessionStepRetried', ...of, message: reason, by, at }]);
}

/** Leaves it out for good, where the table says what that means. */
export function skipStep(session: Session, of: OfStep, { by, reason, at }: Asked): SessionDecision {
  const refused = refusal(session, of);
  if (refused) return refused;
  if (whyNotSkip(of) !== undefined) return reject({ code: 'session.step-needed', ...of });
  return ok(withConsequences(session, { type: 'SessionStepSkipped', ...of, message: reason, by, at }));
}

/** Why nobody may skip it, in words. */
export function whyNotSkip({ pipeline, step }: OfStep): string | undefined {
  return stepsOf(pipeline)[step]?.skippable === undefined ? 'The session cannot go on without this step' : undefined;
}

function refusal(session: Session, of: OfStep): SessionDecision | undefined {
  const { pipeline, step } = of;
  if (stepsOf(pipeline)[step] === undefined) return reject({ code: 'session.no-such-step', ...of });
  const current = currentPipeline(session);
  if (current === undefined) return wrongSessionState(session, 'retryStep');
  if (current !== pipeline) return reject({ code: 'session.other-pipeline', status: session.status });
  return isSettled(session.progress[pipeline]?.[step]) ? reject({ code: 'session.step-settled', ...of }) : undefined;
}
