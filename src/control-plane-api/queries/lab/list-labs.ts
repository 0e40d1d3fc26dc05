import { LabViews } from '@lcm/core/contracts/lab';
import { ListFilter } from '@lcm/core/contracts/list';
import { maySeeLab } from '@lcm/core/domain/lab';
import { labSearch } from '@lcm/core/domain/query';
import { type Clock, ok } from '@lcm/core/kernel';
import { asked } from '../../application/asked.ts';
import { defineQuery } from '../../application/operation.ts';
import { labFor } from '../../application/privacy.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
}

export const listLabs = defineQuery({
  name: 'ListLabRecords',
  summary:
    'The labs on all workers, for users those assigned to them, or those a query is about (`orphan:no-lab,no-session`); newest first',
  allow: 'lab:read',
  input: ListFilter,
  output: LabViews,
  async handle({ q }, { actor }, { views, clock }: Deps) {
    const holds = asked(q, labSearch, clock.now());
    if (!holds.ok) return holds;
    // What one may not see one may not search by either.
    const mine = views.list('lab').filter(({ state }) => maySeeLab(actor, state));
    const items = mine.map((item) => labFor(actor, viewOf.lab(item)));
    const found = items.filter((lab) =>
      holds.value({ ...lab, workerName: views.get('worker', lab.workerId)?.state.name }),
    );
    return ok({ items: found.toSorted((a, b) => b.recordedAt - a.recordedAt) });
  },
});
