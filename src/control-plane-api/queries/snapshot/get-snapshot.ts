import { OfSnapshot, SnapshotView } from '@lcm/core/contracts/snapshot';
import { ok, reject } from '@lcm/core/kernel';
import type { Coordination } from '@lcm/core/ports/coordination';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import { withProgress } from '../../application/snapshot-progress.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly coordination: Coordination;
}

export const getSnapshot = defineQuery({
  name: 'GetSnapshot',
  summary: 'One snapshot, with how far it is while it is being made',
  allow: 'worker:read',
  input: OfSnapshot,
  output: SnapshotView,
  async handle({ snapshotId: id }, _caller, { views, coordination }: Deps) {
    const item = views.get('snapshot', id);
    const [view] = item === undefined ? [] : await withProgress([viewOf.snapshot(item)], coordination);
    return view === undefined ? reject(unknown('snapshot', id)) : ok(view);
  },
});
