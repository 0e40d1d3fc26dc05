export type {
  Definition,
  DefinitionContent,
  DefinitionEvent,
  DefinitionRejection,
  DefinitionStatus,
  PortEntry,
} from './definition.ts';
export { changeDefinitionStatus, DefinitionId, definitionTransitions, evolveDefinition } from './definition.ts';
