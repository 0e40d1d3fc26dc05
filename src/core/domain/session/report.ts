import { type Instant, ok, reject, unreachable } from '../../kernel/index.ts';
import { endSession, type SessionDecision, startInstantiation, startSession, stop } from './decide.ts';
import { candidatePaused, candidateResumed, deliveryAway, deliveryBack, orderDone } from './delivery.ts';
import type { DeliveryAway } from './delivery-state.ts';
import { evolveSession } from './evolve.ts';
import { evidenceRemoved, expireEvidence } from './expire-evidence.ts';
import { deferGrading, graderAway, graderBack } from './grader.ts';
import type { GraderAway } from './grader-state.ts';
import { loseHost } from './host-lost.ts';
import { type Keeping, keepConfigurations } from './keep.ts';
import { labDown, labUp } from './lab-outage.ts';
import { deferDelivery } from './late-delivery.ts';
import { leaveHost } from './leave-host.ts';
import type { Outcome } from './lifecycle.ts';
import { currentPipeline, isSettled, type PipelineName, pipelineDone, type StepState } from './pipelines.ts';
import type { Session, SessionEvent, StepOutput } from './session.ts';

interface OfStep {
  readonly pipeline: PipelineName;
  readonly step: string;
  readonly message: string;
}

/** What the lablet controller did, saw, or was told by the delivery system. */
export type SessionReport =
  | { readonly type: 'instantiation-started' }
  | (OfStep & { readonly type: 'step-started' })
  | (OfStep & { readonly type: 'step-done'; readonly output: StepOutput })
  | (OfStep & { readonly type: 'step-skipped' })
  | (OfStep & { readonly type: 'step-failed'; readonly final: boolean })
  | { readonly type: 'delivery-started' }
  | { readonly type: 'delivery-ended'; readonly reason: string }
  | DeliveryReport
  | GraderReport
  | { readonly type: 'lab-down'; readonly reason: string; readonly since?: Instant | undefined }
  | { readonly type: 'lab-up'; readonly reason: string }
  | { readonly type: 'host-taken' | 'host-lost'; readonly reason: string }
  | ({ readonly type: 'configurations-kept' } & Keeping)
  | { readonly type: 'evidence-expired'; readonly days: number }
  | { readonly type: 'evidence-removed' }
  | { readonly type: 'ended'; readonly outcome: Outcome; readonly reason: string };

/** How the delivery goes on, besides its beginning and its end. */
type DeliveryReport =
  | { readonly type: 'delivery-paused' | 'delivery-resumed' | 'delivery-back' }
  | { readonly type: 'delivery-order-done'; readonly orderedAt: Instant }
  | ({ readonly type: 'delivery-away' } & DeliveryAway)
  | { readonly type: 'delivery-deferred'; readonly reason: string };

/** How it stands with the engine that is to grade it. */
type GraderReport =
  | ({ readonly type: 'grader-away' } & GraderAway)
  | { readonly type: 'grader-back' }
  | { readonly type: 'grading-deferred'; readonly reason: string };

export function reportSession(session: Session, seen: SessionReport, at: Instant): SessionDecision {
  switch (seen.type) {
    case 'instantiation-started':
      return startInstantiation(session, at);
    case 'step-started':
    case 'step-done':
    case 'step-skipped':
    case 'step-failed':
      return step(session, seen, at);
    case 'delivery-started':
      return startSession(session, at);
    case 'delivery-ended':
      return endSession(session, seen.reason, at);
    case 'delivery-paused':
    case 'delivery-resumed':
    case 'delivery-order-done':
    case 'delivery-away':
    case 'delivery-back':
    case 'delivery-deferred':
      return ofDelivery(session, seen, at);
    case 'grader-away':
    case 'grader-back':
    case 'grading-deferred':
      return ofGrader(session, seen, at);
    case 'lab-down':
      return labDown(session, { reason: seen.reason, since: seen.since, at });
    case 'lab-up':
      return labUp(session, { reason: seen.reason, at });
    case 'host-taken':
      return leaveHost(session, seen.reason, at);
    case 'host-lost':
      return loseHost(session, { reason: seen.reason, at });
    case 'configurations-kept':
      return keepConfigurations(session, seen, at);
    case 'evidence-expired':
      return expireEvidence(session, seen.days, at);
    case 'evidence-removed':
      return evidenceRemoved(session, at);
    case 'ended':
      return stop(session, seen.outcome, { reason: seen.reason, at });
    default:
      return unreachable(seen);
  }
}

function ofDelivery(session: Session, seen: DeliveryReport, at: Instant): SessionDecision {
  switch (seen.type) {
    case 'delivery-paused':
      return candidatePaused(session, at);
    case 'delivery-resumed':
      return candidateResumed(session, at);
    case 'delivery-order-done':
      return orderDone(session, seen.orderedAt, at);
    case 'delivery-away':
      return deliveryAway(session, seen, at);
    case 'delivery-back':
      return deliveryBack(session, at);
    case 'delivery-deferred':
      return deferDelivery(session, seen.reason, at);
    default:
      return unreachable(seen);
  }
}

function ofGrader(session: Session, seen: GraderReport, at: Instant): SessionDecision {
  switch (seen.type) {
    case 'grader-away':
      return graderAway(session, seen, at);
    case 'grader-back':
      return graderBack(session, at);
    case 'grading-deferred':
      return deferGrading(session, seen.reason, at);
    default:
      return unreachable(seen);
  }
}

type StepReport = Extract<SessionReport, { step: string }>;

/** A step's news, and what follows from it in the same commit: the last step of a pipeline moves the session on. */
function step(session: Session, seen: StepReport, at: Instant): SessionDecision {
  const { pipeline, step: name } = seen;
  if (currentPipeline(session) !== pipeline) return reject({ code: 'session.other-pipeline', status: session.status });
  if (isKnown(session.progress[pipeline]?.[name], seen)) return ok([]);
  return ok(withConsequences(session, stepEvent(seen, at)));
}

/** The last step of a pipeline, and one that gave up, moves the session on. */
export function withConsequences(session: Session, event: StepEvent): SessionEvent[] {
  const { pipeline, at } = event;
  const after = evolveSession(session, event);
  if (event.type === 'SessionStepFailed' && event.final) return [event, ...given(pipeline, event.message, at)];
  if (!pipelineDone(pipeline, after.progress[pipeline] ?? {})) return [event];
  return [event, ...completed(pipeline, at)];
}

/** What is settled stays so; an attempt begins once and fails once. */
function isKnown(before: StepState | undefined, { type }: StepReport): boolean {
  if (isSettled(before)) return true;
  if (type === 'step-started') return before?.status === 'running';
  return type === 'step-failed' && before?.status === 'failed';
}

type StepEvent = Extract<SessionEvent, { step: string }>;

function stepEvent(seen: StepReport, at: Instant): StepEvent {
  const { pipeline, step: name, message } = seen;
  const of = { pipeline, step: name, message, at };
  switch (seen.type) {
    case 'step-started':
      return { type: 'SessionStepStarted', ...of };
    case 'step-done':
      return { type: 'SessionStepDone', ...of, output: seen.output };
    case 'step-skipped':
      return { type: 'SessionStepSkipped', ...of };
    case 'step-failed':
      return { type: 'SessionStepFailed', ...of, final: seen.final };
    default:
      return unreachable(seen);
  }
}

function completed(pipeline: PipelineName, at: Instant): SessionEvent[] {
  switch (pipeline) {
    case 'instantiate':
      return [{ type: 'SessionReady', at }];
    case 'deliver':
      return [{ type: 'SessionDeliveryMade', at }];
    case 'collect':
      return [{ type: 'SessionGradingStarted', at }];
    case 'grade':
      return [{ type: 'SessionStopping', outcome: { result: 'completed', reason: 'collected and graded' }, at }];
    case 'reset':
      return [{ type: 'SessionResumed', cause: 'reset', at }];
    case 'restore':
      return [{ type: 'SessionResumed', cause: 'worker-lost', at }];
    case 'regrade':
      return [{ type: 'SessionRegradeSettled', at }];
    case 'teardown':
      return [
        { type: 'SessionStopped', at },
        { type: 'SessionArchived', at },
      ];
    default:
      return unreachable(pipeline);
  }
}

/** A pipeline that gave up. A clean-up never does, so nothing follows there. */
function given(pipeline: PipelineName, message: string, at: Instant): SessionEvent[] {
  if (pipeline === 'teardown') return [];
  if (pipeline === 'regrade') return [{ type: 'SessionRegradeSettled', failure: message, at }];
  return [{ type: 'SessionStopping', outcome: { result: 'failed', reason: `${pipeline} failed: ${message}` }, at }];
}
