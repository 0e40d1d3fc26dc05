import { DefinitionView, PublishDefinition } from '@lcm/core/contracts/definition';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import { inTurn, type PublishDeps, publish } from '../../application/publish.ts';
import { viewOf } from '../../application/view-of.ts';

/** A content package as a definition. */
export const publishDefinition = defineCommand({
  name: 'PublishDefinition',
  summary: 'Make a content package bookable',
  allow: 'content:publish',
  input: PublishDefinition,
  output: DefinitionView,
  async handle({ content }, caller, deps: PublishDeps) {
    const options = { operation: 'PublishDefinition', caller };
    const published = await inTurn(content.slug, deps, async () => publish(content, options, deps));
    return written(published, viewOf.definition);
  },
});
