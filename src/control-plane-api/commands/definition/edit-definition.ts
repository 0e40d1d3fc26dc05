import { DefinitionView, EditDefinition } from '@lcm/core/contracts/definition';
import { editDefinition } from '@lcm/core/domain/definition';
import { changeDefinition } from '../../application/definition-change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** What is not content. Another lab, other tasks or other rules are another version. */
export const editDefinitionFacts = defineCommand({
  name: 'EditDefinition',
  summary: 'Change what a definition is called and how long its sessions last; what is left out stays',
  allow: 'definition:write',
  input: EditDefinition,
  output: DefinitionView,
  async handle({ definitionId: id, reason, ...changes }, caller, { streams }: Deps) {
    const order = { id, operation: 'EditDefinition', caller, reason };
    return changeDefinition(streams, order, (definition, why) => editDefinition(definition, changes, why));
  },
});
