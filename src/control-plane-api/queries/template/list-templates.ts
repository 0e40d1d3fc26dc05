import { TemplateFilter, TemplateList } from '@lcm/core/contracts/template';
import { templateSearch } from '@lcm/core/domain/query';
import { type Clock, ok } from '@lcm/core/kernel';
import { asked } from '../../application/asked.ts';
import { everyWorker } from '../../application/every-worker.ts';
import { defineQuery } from '../../application/operation.ts';
import { templateDetails } from '../../application/template-details.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
}

export const listTemplates = defineQuery({
  name: 'ListTemplates',
  summary: 'All worker templates, or those a query is about; cheapest first',
  allow: 'template:read',
  input: TemplateFilter,
  output: TemplateList,
  async handle({ q, includeDeleted }, _caller, { views, clock }: Deps) {
    const now = clock.now();
    const holds = asked(q, templateSearch, now);
    if (!holds.ok) return holds;
    const workers = everyWorker(views);
    const items = views
      .list('template')
      .filter(({ state }) => includeDeleted === 'true' || state.deletedAt === undefined)
      .map((item) => templateDetails(item, workers, now))
      .filter(holds.value);
    return ok({ items: items.toSorted((a, b) => a.spec.hourlyCostUsd - b.spec.hourlyCostUsd) });
  },
});
