export type { SeatShape } from './adoption.ts';
export { shapeOf, workerEventsOf } from './adoption.ts';
export type { FoundInstanceDecision, FoundInstanceRejection, Sight, Why } from './decide.ts';
export { adopt, ignore, isEnding, noteGone, noteSeen, refusalOf, seek, terminateFound, unignore } from './decide.ts';
export { evolveFoundInstance } from './evolve.ts';
export type {
  Adoption,
  AdoptionWish,
  FoundInstance,
  FoundInstanceEvent,
  InstanceFacts,
  Suspicion,
  Whereabouts,
} from './found-instance.ts';
export { adoptedWorkerId, FoundInstanceId, foundInstanceId, suspicionKinds } from './found-instance.ts';
export { hostTags, lackingTags, workerTag } from './host-tags.ts';
export type { FoundInstanceAction, FoundInstanceStatus, InstanceState } from './lifecycle.ts';
export {
  foundInstanceCan,
  foundInstanceStatuses,
  foundInstanceTransitions,
  instanceStates,
} from './lifecycle.ts';
export { fitsName } from './name-pattern.ts';
export type { Seat, Suspected } from './suspect.ts';
export { holderOf, launchOfToken, suspicionOf } from './suspect.ts';
