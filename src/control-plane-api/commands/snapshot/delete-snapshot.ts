import { OfSnapshotBecause, SnapshotView } from '@lcm/core/contracts/snapshot';
import { deleteSnapshot as decide } from '@lcm/core/domain/snapshot';
import { snapshots } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

/** The record stays, as deleted: the audit goes on knowing what there was. */
export const deleteSnapshot = defineCommand({
  name: 'DeleteSnapshot',
  summary: 'Delete a snapshot and the image that was made of it; workers that came of it keep their disks',
  allow: 'worker:manage',
  input: OfSnapshotBecause,
  output: SnapshotView,
  async handle({ snapshotId: id, reason: given }, caller, { streams }: Deps) {
    const reason = given ?? `asked for by ${caller.actor.name}`;
    const options = { aggregate: snapshots, id, operation: 'DeleteSnapshot', caller };
    const changed = await changeExisting(streams, options, (snapshot, at) => decide(snapshot, { reason, at }));
    return written(changed, viewOf.snapshot);
  },
});
