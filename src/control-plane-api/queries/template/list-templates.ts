import { nothing } from '@lcm/core/contracts/primitives';
import { TemplateViews } from '@lcm/core/contracts/template';
import { ok } from '@lcm/core/kernel';
import { defineQuery } from '../../application/operation.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
}

export const listTemplates = defineQuery({
  name: 'ListTemplates',
  summary: 'All worker templates, cheapest first',
  allow: 'template:read',
  input: nothing,
  output: TemplateViews,
  async handle(_input, _caller, { views }: Deps) {
    const items = views.list('template').map((item) => viewOf.template(item));
    return ok({ items: items.toSorted((a, b) => a.spec.hourlyCostUsd - b.spec.hourlyCostUsd) });
  },
});
