import { FoundInstanceViews } from '@lcm/core/contracts/instance';
import { ListFilter } from '@lcm/core/contracts/list';
import { instanceSearch } from '@lcm/core/domain/query';
import { type Clock, ok } from '@lcm/core/kernel';
import { asked } from '../../application/asked.ts';
import { defineQuery } from '../../application/operation.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
}

export const listInstances = defineQuery({
  name: 'ListInstances',
  summary: 'Instances found in the cloud that are no worker’s, or those a query is about; newest first',
  allow: 'worker:read',
  input: ListFilter,
  output: FoundInstanceViews,
  async handle({ q }, _caller, { views, clock }: Deps) {
    const holds = asked(q, instanceSearch, clock.now());
    if (!holds.ok) return holds;
    const items = views.list('instance').map(viewOf.instance).filter(holds.value);
    return ok({ items: items.toSorted((a, b) => b.foundAt - a.foundAt) });
  },
});
