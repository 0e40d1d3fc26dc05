export type { CaptureWish } from './capture-wish.ts';
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
  nextVersion,
} from './definition.ts';
