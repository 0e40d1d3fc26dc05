import { DefinitionFilter, DefinitionViews } from '@lcm/core/contracts/definition';
import { definitionSearch } from '@lcm/core/domain/query';
import { type Clock, ok } from '@lcm/core/kernel';
import { asked } from '../../application/asked.ts';
import { defineQuery } from '../../application/operation.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
}

export const listDefinitions = defineQuery({
  name: 'ListDefinitions',
  summary: 'The catalogue, or what of it a query is about; by title',
  allow: 'definition:read',
  input: DefinitionFilter,
  output: DefinitionViews,
  async handle({ q, includeDeleted }, _caller, { views, clock }: Deps) {
    const holds = asked(q, definitionSearch, clock.now());
    if (!holds.ok) return holds;
    const listed = views
      .list('definition')
      .filter(({ state }) => includeDeleted === 'true' || state.status !== 'deleted');
    const items = listed.map((item) => viewOf.definition(item));
    return ok({ items: items.filter(holds.value).toSorted((a, b) => a.title.localeCompare(b.title)) });
  },
});
