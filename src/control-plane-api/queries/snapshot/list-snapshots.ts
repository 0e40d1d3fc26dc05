import { ListFilter } from '@lcm/core/contracts/list';
import { SnapshotViews } from '@lcm/core/contracts/snapshot';
import { snapshotSearch } from '@lcm/core/domain/query';
import { type Clock, ok } from '@lcm/core/kernel';
import type { Coordination } from '@lcm/core/ports/coordination';
import { asked } from '../../application/asked.ts';
import { defineQuery } from '../../application/operation.ts';
import { withProgress } from '../../application/snapshot-progress.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly coordination: Coordination;
  readonly clock: Clock;
}

export const listSnapshots = defineQuery({
  name: 'ListSnapshots',
  summary: 'All snapshots of workers’ disks, deleted ones too, or those a query is about; newest first',
  allow: 'worker:read',
  input: ListFilter,
  output: SnapshotViews,
  async handle({ q }, _caller, { views, coordination, clock }: Deps) {
    const holds = asked(q, snapshotSearch, clock.now());
    if (!holds.ok) return holds;
    const found = views.list('snapshot').map(viewOf.snapshot).filter(holds.value);
    const items = await withProgress(found, coordination);
    return ok({ items: items.toSorted((a, b) => b.requestedAt - a.requestedAt) });
  },
});
