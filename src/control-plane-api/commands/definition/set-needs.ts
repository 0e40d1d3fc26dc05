import { DefinitionView, OfDefinitionBecause, SetNeeds } from '@lcm/core/contracts/definition';
import { setNeeds } from '@lcm/core/domain/definition';
import { changeDefinition } from '../../application/definition-change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

export const setDefinitionNeeds = defineCommand({
  name: 'SetNeeds',
  summary: 'Say what sessions of a definition take from now on; those that are booked keep theirs',
  allow: 'definition:write',
  input: SetNeeds,
  output: DefinitionView,
  async handle({ definitionId: id, reason, allowLessMemory, ...needs }, caller, { streams }: Deps) {
    const order = { id, operation: 'SetNeeds', caller, reason };
    const wanted = { needs, source: 'author', allowLessMemory } as const;
    return changeDefinition(streams, order, (definition, why) => setNeeds(definition, wanted, why));
  },
});

export const resetDefinitionNeeds = defineCommand({
  name: 'ResetNeeds',
  summary: 'Go back to what the topology of a definition says that it needs',
  allow: 'definition:write',
  input: OfDefinitionBecause,
  output: DefinitionView,
  async handle({ definitionId: id, reason }, caller, { streams }: Deps) {
    const order = { id, operation: 'ResetNeeds', caller, reason };
    return changeDefinition(streams, order, (definition, why) => setNeeds(definition, undefined, why));
  },
});
