export type { CaptureWish } from './capture-wish.ts';
export type {
  CorrectedNeeds,
  Definition,
  DefinitionChanges,
  DefinitionContent,
  DefinitionEvent,
  DefinitionRejection,
  DefinitionStatus,
  DefinitionUser,
  NeedsSource,
  PortEntry,
  PortFault,
} from './definition.ts';
export {
  changeDefinitionStatus,
  DefinitionId,
  deepestWarm,
  definitionTransitions,
  evolveDefinition,
  isGraded,
  needsSources,
  setWarmDepth,
} from './definition.ts';
export type { NeedsOrder } from './edit.ts';
export { deleteDefinition, editDefinition, portFaults, setNeeds, setPorts } from './edit.ts';
export { failureReceiversOf, tellFailuresTo } from './failure-receivers.ts';
export type { NextVersion } from './versions.ts';
export { checkOrigin, freeVersion, nextVersion } from './versions.ts';
