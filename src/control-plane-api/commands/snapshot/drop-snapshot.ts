import { nothing } from '@lcm/core/contracts/primitives';
import { DropSnapshot } from '@lcm/core/contracts/snapshot';
import { dropSnapshot as decide } from '@lcm/core/domain/snapshot';
import { snapshots } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

export const dropSnapshot = defineCommand({
  name: 'DropSnapshot',
  summary: 'Delete a snapshot that a policy made and does not keep any longer',
  allow: 'snapshot:report',
  input: DropSnapshot,
  output: nothing,
  async handle({ snapshotId: id, reason }, caller, { streams }: Deps) {
    const options = { aggregate: snapshots, id, operation: 'DropSnapshot', caller };
    return written(
      await changeExisting(streams, options, (snapshot, at) => decide(snapshot, { reason, at })),
      () => ({}),
    );
  },
});
