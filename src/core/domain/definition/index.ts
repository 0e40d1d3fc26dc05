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
  definitionTransitions,
  evolveDefinition,
  isGraded,
  nextVersion,
} from './definition.ts';
