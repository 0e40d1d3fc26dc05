export type {
  Definition,
  DefinitionContent,
  DefinitionEvent,
  DefinitionRejection,
  DefinitionStatus,
  NextVersion,
  PortEntry,
} from './definition.ts';
export {
  changeDefinitionStatus,
  checkOrigin,
  DefinitionId,
  deepestWarm,
  definitionTransitions,
  evolveDefinition,
  nextVersion,
  setWarmDepth,
} from './definition.ts';
