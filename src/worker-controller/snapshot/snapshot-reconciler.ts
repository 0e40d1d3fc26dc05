import type { SnapshotView } from '@lcm/core/contracts/snapshot';
import type { SnapshotId } from '@lcm/core/domain/snapshot';
import type { Instant } from '@lcm/core/kernel';
import { ConflictError } from '@lcm/core/ports/control-plane';
import type { SeenSnapshot } from '@lcm/core/ports/volume-snapshots';
import { again, type Next, type Reconciler, settled } from '@lcm/core/reconcile';
import type { SnapshotDeps } from './deps.ts';
import { planSnapshot } from './plan-snapshot.ts';
import { takeSnapshotStep } from './take-snapshot-step.ts';

/** Makes, follows and deletes one snapshot: looks, plans one step, takes it. */
export function snapshotReconciler(deps: SnapshotDeps): Reconciler<SnapshotId> {
  // Losing it costs patience, never correctness.
  const missingSince = new Map<SnapshotId, Instant>();
  return {
    name: 'snapshot',
    async reconcile(id) {
      const snapshot = await deps.controlPlane.get('snapshot', id);
      const next = snapshot === undefined ? settled : await goOn(deps, snapshot, missingSince);
      if (next.kind === 'settled') missingSince.delete(id);
      return next;
    },
  };
}

async function goOn(deps: SnapshotDeps, snapshot: SnapshotView, missingSince: Map<SnapshotId, Instant>): Promise<Next> {
  const { id } = snapshot;
  const at = deps.clock.now();
  const seen = await seenOf(deps, snapshot);
  const step = planSnapshot({ snapshot, seen, missingSince: missingSince.get(id), at, settings: deps.settings });
  if (seen.length > 0) missingSince.delete(id);
  else if (!missingSince.has(id)) missingSince.set(id, at);
  try {
    return await takeSnapshotStep({ deps, snapshot }, step);
  } catch (error) {
    if (error instanceof ConflictError) return again(100, 'it changed while we looked');
    throw error;
  }
}

const watched: readonly SnapshotView['state'][] = ['requested', 'pending', 'deleting'];

/** One that is complete is looked for with all others of its region, now and then. */
async function seenOf(
  { snapshots }: SnapshotDeps,
  { id, state, worker }: SnapshotView,
): Promise<readonly SeenSnapshot[]> {
  if (!watched.includes(state)) return [];
  const found = await snapshots.list({ region: worker.spec.region, key: id });
  // EC2's recycle bin holds it: it can be had back there, and not used from here.
  return found.filter((one) => one.state !== 'recoverable');
}
