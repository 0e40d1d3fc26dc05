import { DefinitionView, OfDefinitionBecause } from '@lcm/core/contracts/definition';
import { type DefinitionUser, deleteDefinition } from '@lcm/core/domain/definition';
import { isFinal } from '@lcm/core/domain/session';
import { changeDefinition } from '../../application/definition-change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
}

/**
 * Off the catalogue for good. A session that is booked while this is decided still finds what it needs: a deleted
 * definition is on no list, but what is kept of it stays, as do its files.
 */
export const deleteDefinitionForGood = defineCommand({
  name: 'DeleteDefinition',
  summary: 'Take a definition that no session uses off the catalogue for good; its history stays',
  allow: 'definition:write',
  input: OfDefinitionBecause,
  output: DefinitionView,
  async handle({ definitionId: id, reason }, caller, { streams, views }: Deps) {
    const order = { id, operation: 'DeleteDefinition', caller, reason };
    return changeDefinition(streams, order, (definition, why) => deleteDefinition(definition, usersOf(id, views), why));
  },
});

/** Sessions of it that have not ended, without whose they are: authors see those of others nowhere else either. */
function usersOf(definitionId: string, views: Views): readonly DefinitionUser[] {
  return views.list('session').flatMap(({ state }) => {
    const { id, status, cohort, definition } = state;
    if (definition.id !== definitionId || isFinal(state)) return [];
    return [{ id, status, ...(cohort && { cohort: { id: cohort.id, name: cohort.name } }) }];
  });
}
