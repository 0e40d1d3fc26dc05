import { DefinitionViews } from '@lcm/core/contracts/definition';
import { nothing } from '@lcm/core/contracts/primitives';
import { ok } from '@lcm/core/kernel';
import { defineQuery } from '../../application/operation.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
}

export const listDefinitions = defineQuery({
  name: 'ListDefinitions',
  summary: 'The catalogue, by title',
  allow: 'definition:read',
  input: nothing,
  output: DefinitionViews,
  async handle(_input, _caller, { views }: Deps) {
    const items = views.list('definition').map((item) => viewOf.definition(item));
    return ok({ items: items.toSorted((a, b) => a.title.localeCompare(b.title)) });
  },
});
