import { RestoreSnapshot } from '@lcm/core/contracts/snapshot';
import { WorkerView } from '@lcm/core/contracts/worker';
import { specFrom } from '@lcm/core/domain/snapshot';
import { reject } from '@lcm/core/kernel';
import { addWorker, type NewWorkerDeps } from '../../application/add-worker.ts';
import { snapshots } from '../../application/aggregates.ts';
import { unknown, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import { inWords } from '../../application/refusals.ts';
import { viewOf } from '../../application/view-of.ts';

/** Another worker with what the first had on its disk; the first one, if it is still there, stays what it is. */
export const restoreSnapshot = defineCommand({
  name: 'RestoreSnapshot',
  summary: 'Make a new worker whose disk begins as the snapshot is',
  allow: 'worker:manage',
  input: RestoreSnapshot,
  output: WorkerView,
  async handle({ snapshotId, name }, caller, deps: NewWorkerDeps) {
    const { state: snapshot } = await deps.streams.load(snapshots, snapshotId);
    if (snapshot === undefined) return reject(unknown('snapshot', snapshotId));
    const spec = specFrom(snapshot);
    if (!spec.ok) return reject(inWords(spec.rejection));
    const { template, name: original } = snapshot.worker;
    const reason = `restored by ${caller.actor.name} from snapshot ${snapshotId} of ${original}`;
    const seat = { template, spec: spec.value, origin: 'restored', name, reason } as const;
    return written(await addWorker(seat, { operation: 'RestoreSnapshot', caller }, deps), viewOf.worker);
  },
});
