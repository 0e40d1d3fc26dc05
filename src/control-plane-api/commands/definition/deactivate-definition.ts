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

/** Takes it out of booking; sessions that exist keep it. */
export const deactivateDefinition = defineCommand({
  name: 'DeactivateDefinition',
  summary: 'Take a definition out of the catalogue for now',
  allow: 'definition:write',
  input: OfDefinitionBecause,
  output: DefinitionView,
  async handle({ definitionId: id, reason: given }, caller, { streams }: Deps) {
    const reason = given ?? `asked for by ${caller.actor.name}`;
    const options = { aggregate: definitions, id, operation: 'DeactivateDefinition', caller };
    const changed = await changeExisting(streams, options, (definition, at) =>
      changeDefinitionStatus(definition, 'inactive', { reason, at }),
    );
    return written(changed, viewOf.definition);
  },
});
