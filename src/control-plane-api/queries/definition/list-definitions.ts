import { DefinitionViews } from '@lcm/core/contracts/definition';
import { ListFilter } from '@lcm/core/contracts/list';
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
  input: ListFilter,
  output: DefinitionViews,
  async handle({ q }, _caller, { views, clock }: Deps) {
    const holds = asked(q, definitionSearch, clock.now());
    if (!holds.ok) return holds;
    const items = views.list('definition').map((item) => viewOf.definition(item));
    return ok({ items: items.filter(holds.value).toSorted((a, b) => a.title.localeCompare(b.title)) });
  },
});
