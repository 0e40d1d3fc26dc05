import { type Instant, unreachable } from '../../kernel/index.ts';
import type { SnapshotState } from './lifecycle.ts';
import type { Snapshot, SnapshotEvent } from './snapshot.ts';

/** What the snapshot is after the event. It never refuses: what was committed has happened. */
export function evolveSnapshot(snapshot: Snapshot | undefined, event: SnapshotEvent): Snapshot {
  if (event.type === 'SnapshotRequested') return requested(event);
  if (snapshot === undefined) throw new Error(`${event.type} before SnapshotRequested`);
  const { at } = event;
  switch (event.type) {
    case 'SnapshotStarted':
      return { ...snapshot, cloud: event.cloud, ...become('pending', 'EC2 is copying the disk', at) };
    case 'SnapshotCompleted':
      return { ...snapshot, completedAt: at, ...become('completed', wholeDisk(event.note), at) };
    case 'SnapshotFailed':
      return { ...snapshot, ...become('error', event.reason, at) };
    case 'SnapshotImageMade':
      return { ...snapshot, imageId: event.imageId };
    case 'SnapshotDeletionAsked':
      return { ...snapshot, ...become('deleting', event.reason, at) };
    case 'SnapshotDeletionRefused':
      return { ...snapshot, ...become(stateBefore(snapshot), event.reason, at) };
    case 'SnapshotDeleted':
      return { ...snapshot, ...become('deleted', event.reason, at) };
    default:
      return unreachable(event);
  }
}

function wholeDisk(note: string | undefined): string {
  return note === undefined ? 'the whole disk is copied' : `the whole disk is copied; ${note}`;
}

/** Where one goes back to that EC2 would not delete. What had not completed is of no use, and not waited for again. */
function stateBefore({ completedAt }: Snapshot): 'completed' | 'error' {
  return completedAt === undefined ? 'error' : 'completed';
}

function requested(event: Extract<SnapshotEvent, { type: 'SnapshotRequested' }>): Snapshot {
  const { id, worker, description, origin, reason, by, at } = event;
  const asked = { purpose: reason, requestedBy: by, requestedAt: at };
  return { id, worker, description, origin, ...asked, ...become('requested', 'EC2 is to begin it', at) };
}

function become(
  state: SnapshotState,
  reason: string,
  stateSince: Instant,
): Pick<Snapshot, 'reason' | 'state' | 'stateSince'> {
  return { state, reason, stateSince };
}
