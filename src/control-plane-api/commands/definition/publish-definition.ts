import { DefinitionView, PublishDefinition } from '@lcm/core/contracts/definition';
import { changeDefinitionStatus, type Definition, DefinitionId } from '@lcm/core/domain/definition';
import { ok } from '@lcm/core/kernel';
import { definitions } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Item, Views } from '../../application/views.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
}

/**
 * A content package as a definition. The same package again changes nothing; another package of the same slug is a new
 * version and the one before is deprecated: its sessions keep it.
 */
export const publishDefinition = defineCommand({
  name: 'PublishDefinition',
  summary: 'Make a content package bookable',
  allow: 'definition:write',
  input: PublishDefinition,
  output: DefinitionView,
  async handle({ content }, caller, { streams, views }: Deps) {
    const id = DefinitionId.parse(`def_${content.packageHash.slice(0, 16)}`);
    const operation = 'PublishDefinition';
    const created = await streams.change({ aggregate: definitions, id }, { operation, caller }, (known, at) => {
      if (known) return ok([]);
      return ok([
        { type: 'DefinitionCreated', id, content, by: caller.actor.id, at },
        { type: 'DefinitionStatusChanged', to: 'active', reason: 'its content was checked', at },
      ]);
    });
    if (!created.ok) return created;
    for (const { state } of olderThan(created.value.state, views)) {
      const reason = `version ${content.version} took its place`;
      await changeExisting(streams, { aggregate: definitions, id: state.id, operation, caller }, (definition, at) =>
        changeDefinitionStatus(definition, 'deprecated', { reason, at }),
      );
    }
    return written(created, viewOf.definition);
  },
});

/** The versions whose place an active one takes; a version that was replaced itself takes nobody's when it is sent again. */
function olderThan({ id, slug, status, createdAt }: Definition, views: Views): readonly Item<Definition>[] {
  if (status !== 'active') return [];
  const older = ({ state }: Item<Definition>): boolean => state.id !== id && state.createdAt <= createdAt;
  return views
    .list('definition')
    .filter((item) => item.state.slug === slug && item.state.status === 'active' && older(item));
}
