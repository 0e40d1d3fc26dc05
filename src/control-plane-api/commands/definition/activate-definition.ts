import { DefinitionView, OfDefinitionBecause } from '@lcm/core/contracts/definition';
import { changeDefinitionStatus } from '@lcm/core/domain/definition';
import { definitions } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

/** Makes the definition bookable again. */
export const activateDefinition = defineCommand({
  name: 'ActivateDefinition',
  summary: 'Make a definition bookable again',
  allow: 'definition:write',
  input: OfDefinitionBecause,
  output: DefinitionView,
  async handle({ definitionId: id, reason: given }, caller, { streams }: Deps) {
    const reason = given ?? `asked for by ${caller.actor.name}`;
    const options = { aggregate: definitions, id, operation: 'ActivateDefinition', caller };
    const changed = await changeExisting(streams, options, (definition, at) =>
      changeDefinitionStatus(definition, 'active', { reason, at }),
    );
    return written(changed, viewOf.definition);
  },
});
