import { CohortViews, ListCohorts } from '@lcm/core/contracts/cohort';
import { cohortSearch } from '@lcm/core/domain/query';
import { type Clock, ok, reject } from '@lcm/core/kernel';
import { asked } from '../../application/asked.ts';
import { unknown } from '../../application/change.ts';
import { allCohorts } from '../../application/cohorts.ts';
import { defineQuery } from '../../application/operation.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
}

export const listCohorts = defineQuery({
  name: 'ListCohorts',
  summary: 'The cohorts, or those a query is about; newest first, by page if wanted',
  allow: 'session:all',
  input: ListCohorts,
  output: CohortViews,
  async handle({ q, after, limit }, _caller, { views, clock }: Deps) {
    const now = clock.now();
    const holds = asked(q, cohortSearch, now);
    if (!holds.ok) return holds;
    const all = allCohorts(views, now).toSorted((a, b) => b.bookedAt - a.bookedAt || (a.id < b.id ? -1 : 1));
    const before = after === undefined ? -1 : all.findIndex(({ id }) => id === after);
    if (after !== undefined && before === -1) return reject(unknown('cohort', after));
    const items = all.slice(before + 1).filter(holds.value);
    const page = items.slice(0, limit);
    return ok({ items: page, next: items.length > page.length ? page.at(-1)?.id : undefined });
  },
});
