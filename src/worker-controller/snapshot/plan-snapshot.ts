import type { SnapshotView } from '@lcm/core/contracts/snapshot';
import type { SnapshotReport } from '@lcm/core/domain/snapshot';
import type { Instant } from '@lcm/core/kernel';
import type { SeenSnapshot } from '@lcm/core/ports/volume-snapshots';
import type { SnapshotSettings } from './deps.ts';

export type SnapshotStep =
  | { readonly do: 'nothing' }
  | { readonly do: 'wait'; readonly because: string }
  | { readonly do: 'follow'; readonly percent: number }
  | { readonly do: 'create' }
  | { readonly do: 'make-image' }
  | { readonly do: 'remove'; readonly ids: readonly string[] }
  | { readonly do: 'report'; readonly report: SnapshotReport };

export const deletedThere = 'it is not in EC2 any more: somebody has deleted it there';

export interface Situation {
  readonly snapshot: SnapshotView;
  /** What EC2 shows under its key: one, and two after the rarest of races. */
  readonly seen: readonly SeenSnapshot[];
  /** Since when EC2 has shown none, as far as we know. */
  readonly missingSince: Instant | undefined;
  readonly at: Instant;
  readonly settings: SnapshotSettings;
}

/** The one step that is next. It decides on what is seen and written, so that whoever takes over goes on with the same. */
export function planSnapshot(situation: Situation): SnapshotStep {
  switch (situation.snapshot.state) {
    case 'requested':
      return planRequested(situation);
    case 'pending':
      return planPending(situation);
    case 'completed':
      return situation.snapshot.imageId === undefined ? { do: 'make-image' } : { do: 'nothing' };
    case 'deleting':
      return planDeleting(situation);
    case 'error':
    case 'deleted':
      return { do: 'nothing' };
  }
}

function planRequested({ snapshot, seen: [found], at, settings }: Situation): SnapshotStep {
  if (found !== undefined) return begun(found);
  if (at - snapshot.requestedAt < settings.beginDeadlineMs) return { do: 'create' };
  return failed('EC2 did not begin it in time');
}

/** Also what the answer to its creation says: the next look would find the same. */
export function begun({ id, volumeId, sizeGiB, encrypted, startedAt }: SeenSnapshot): SnapshotStep {
  return report({ type: 'started', cloud: { id, volumeId, sizeGiB, encrypted, startedAt } });
}

function planPending({ snapshot, seen, missingSince, at, settings }: Situation): SnapshotStep {
  const found = seen.find(({ id }) => id === snapshot.cloud?.id);
  if (found === undefined) {
    if (at - missingFrom(snapshot, missingSince ?? at) >= settings.readLagMs)
      return report({ type: 'gone', reason: deletedThere });
    return { do: 'wait', because: 'EC2 does not show it' };
  }
  if (found.state === 'completed') return report({ type: 'completed' });
  if (found.state === 'error') return failed(`EC2 could not complete it: ${found.problem ?? 'it does not say why'}`);
  if (at - found.startedAt < settings.copyDeadlineMs) return { do: 'follow', percent: found.percent };
  return failed(`EC2 has copied ${found.percent} % and was given up`);
}

/** What EC2 does not show may be there all the same: what it was known by is deleted once more before it counts as gone. */
function planDeleting({ snapshot, seen, missingSince, at, settings }: Situation): SnapshotStep {
  if (seen.length > 0) return { do: 'remove', ids: seen.map(({ id }) => id) };
  if (at - missingFrom(snapshot, missingSince ?? at) >= settings.readLagMs)
    return report({ type: 'gone', reason: snapshot.reason });
  if (snapshot.cloud !== undefined && missingSince === undefined) return { do: 'remove', ids: [snapshot.cloud.id] };
  return { do: 'wait', because: 'EC2 may show it yet' };
}

/** Before it was begun, or before it was to be deleted, there was nothing to be missed. */
function missingFrom({ stateSince }: SnapshotView, missingSince: Instant): number {
  return Math.max(stateSince, missingSince);
}

function failed(reason: string): SnapshotStep {
  return report({ type: 'failed', reason });
}

function report(told: SnapshotReport): SnapshotStep {
  return { do: 'report', report: told };
}
