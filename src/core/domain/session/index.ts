export type { SessionDecision, SessionRejection } from './decide.ts';
export {
  endSession,
  giveVerdict,
  refuseReservation,
  schedule,
  startInstantiation,
  startSession,
  stop,
  terminate,
} from './decide.ts';
export { evolveSession } from './evolve.ts';
export { askRegrade, lockScore, submitScore } from './gradings.ts';
export { isLabOut, labUpSince, needsLab } from './lab-outage.ts';
export type { Parting } from './leave-host.ts';
export { partingOf } from './leave-host.ts';
export type { Outcome, SessionAction, SessionStatus } from './lifecycle.ts';
export {
  endedSessionsTold,
  finalSessionStatuses,
  isFinal,
  outcomes,
  sessionCan,
  sessionTransitions,
} from './lifecycle.ts';
export type { PipelineName, PipelineProgress, StepSpec, StepState } from './pipelines.ts';
export {
  currentPipeline,
  isSettled,
  pipelineDone,
  pipelineOf,
  pipelines,
  runnableSteps,
  stepStatuses,
  stepsOf,
} from './pipelines.ts';
export type { SessionReport } from './report.ts';
export { reportSession } from './report.ts';
export type {
  Grading,
  PinnedDefinition,
  Placement,
  RegradeOrder,
  Review,
  Score,
  Session,
  SessionEvent,
  StepOutput,
  Timeslot,
  Verdict,
  WorkerVerdict,
} from './session.ts';
export { gradingCauses, reviewStates } from './session.ts';
export { SessionId } from './session-id.ts';
export type { AskedWish, SessionWish, WishAnswer } from './wish.ts';
export type { WishDecision, WishRejection } from './wishes.ts';
export { askExtension, askMove, extend, move, moveUnasked, refuseWish, rename, requeue } from './wishes.ts';
