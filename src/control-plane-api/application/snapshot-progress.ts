import { SnapshotProgress, type SnapshotView, snapshotProgressPrefix } from '@lcm/core/contracts/snapshot';
import { type Coordination, CoordinationError } from '@lcm/core/ports/coordination';
import { jsonIn } from './json-in.ts';

/** Adds how far the ones are that are being copied, as the controller last saw it. */
export async function withProgress(
  views: readonly SnapshotView[],
  coordination: Coordination,
): Promise<readonly SnapshotView[]> {
  if (!views.some(({ state }) => state === 'pending')) return views;
  const progress = await progressIn(coordination);
  return views.map((view) => (view.state === 'pending' ? { ...view, percent: progress.get(view.id) } : view));
}

/** None while the coordination store is away: what is written down is still shown. */
async function progressIn(coordination: Coordination): Promise<ReadonlyMap<string, number>> {
  try {
    const { items } = await coordination.list(snapshotProgressPrefix);
    const told = items.map(({ value }) => SnapshotProgress.safeParse(jsonIn(value)).data);
    return new Map(told.flatMap((one) => (one === undefined ? [] : [[one.id, one.percent]])));
  } catch (error) {
    if (error instanceof CoordinationError) return new Map();
    throw error;
  }
}
