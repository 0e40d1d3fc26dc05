export type { BookingPriority, Cohort, CohortMode, SeatsToCome } from './cohort.ts';
export {
  bookingPriorities,
  CohortId,
  cohortModes,
  isDecided,
  mostSeats,
  seatName,
  waitsForOthers,
} from './cohort.ts';
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
export {
  deliveryActions,
  openDeliveryOrder,
  orderDelivery,
  wasHeldByOperator,
} from './delivery.ts';
export type { DeliveryAway, DeliveryOrder, DeliveryOrderKind, SessionDelivery } from './delivery-state.ts';
export { deliveryOrders } from './delivery-state.ts';
export { evolveSession } from './evolve.ts';
export { isEvidenceDue, keysInUse } from './expire-evidence.ts';
export { giveFeedback } from './feedback.ts';
export type { GraderAway } from './grader-state.ts';
export { nextGraderTry } from './grader-state.ts';
export type { AskedRegrade } from './gradings.ts';
export { askRegrade, lockScore, submitScore } from './gradings.ts';
export { isHostLost } from './host-lost.ts';
export type { Keeping } from './keep.ts';
export { isKept } from './keep.ts';
export { isLabOut, labUpSince, needsLab } from './lab-outage.ts';
export { isOnlyDeliveryLeft } from './late-delivery.ts';
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
export type { OfStep } from './operate-step.ts';
export { retryStep, skipStep, whyNotSkip } from './operate-step.ts';
export type { PipelineRun, StepAttempt } from './pipeline-runs.ts';
export { pipelineRuns, runResults } from './pipeline-runs.ts';
export type { PipelineName, PipelineProgress, StepCondition, StepSpec, StepState } from './pipelines.ts';
export {
  currentPipeline,
  isSettled,
  pipelineDone,
  pipelineNames,
  pipelineOf,
  pipelines,
  runnableSteps,
  stepStatuses,
  stepsOf,
} from './pipelines.ts';
export type { SessionReport } from './report.ts';
export { reportSession } from './report.ts';
export { reset } from './reset.ts';
export { awaitsKept, keptOf, restorable } from './saved.ts';
export type { SeatConcern } from './seat-concerns.ts';
export { concernsOf, isFreeSeat, seatConcerns } from './seat-concerns.ts';
export type {
  EvidenceExpiry,
  Grading,
  PinnedDefinition,
  Placement,
  RegradeOrder,
  Review,
  SavedConfigurations,
  Score,
  Session,
  SessionEvent,
  SessionLab,
  StepOutput,
  Timeslot,
  Verdict,
  WorkerVerdict,
} from './session.ts';
export { gradingCauses, reviewStates } from './session.ts';
export { SessionId } from './session-id.ts';
export type { Suspension, SuspensionCause } from './suspensions.ts';
export { labBackSince, openAbsence, openLabSuspension, openPause, suspensionCauses } from './suspensions.ts';
export type { InLine, Turn } from './turn-order.ts';
export { inOrderOfSeats, inTurn } from './turn-order.ts';
export { unfinishedCohorts } from './unfinished-cohorts.ts';
export type { AskedWish, SessionWish, WishAnswer } from './wish.ts';
export type { WishDecision, WishRejection } from './wishes.ts';
export { askExtension, askMove, extend, handOut, move, moveUnasked, refuseWish, rename, requeue } from './wishes.ts';
