import { DefinitionView, PublishDefinition } from '@lcm/core/contracts/definition';
import { changeDefinitionStatus, DefinitionId } from '@lcm/core/domain/definition';
import { ok } from '@lcm/core/kernel';
import { definitions } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

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
    const versions = views.list('definition').filter(({ state }) => state.slug === content.slug);
    const id = DefinitionId.parse(`def_${content.packageHash.slice(0, 16)}`);
    const operation = 'PublishDefinition';
    const created = await streams.change({ aggregate: definitions, id }, { operation, caller }, (known, at) => {
      if (known) return ok([]);
      return ok([
        { type: 'DefinitionCreated', id, content, by: caller.actor.id, at },
        { type: 'DefinitionStatusChanged', to: 'active', reason: 'its content was checked', at },
      ]);
    });
    const older = versions.filter(({ state }) => state.status === 'active' && state.id !== id);
    for (const { state } of older) {
      const reason = `version ${content.version} took its place`;
      await changeExisting(streams, { aggregate: definitions, id: state.id, operation, caller }, (definition, at) =>
        changeDefinitionStatus(definition, 'deprecated', { reason, at }),
      );
    }
    return written(created, viewOf.definition);
  },
});
