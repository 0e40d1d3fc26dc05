import { SetSnapshotPolicy } from '@lcm/core/contracts/snapshot';
import { OfWorker, WorkerView } from '@lcm/core/contracts/worker';
import { setSnapshotPolicy as set } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

export const setSnapshotPolicy = defineCommand({
  name: 'SetSnapshotPolicy',
  summary: 'Have snapshots of a worker’s disk made by themselves, and so many of them kept',
  allow: 'worker:manage',
  input: SetSnapshotPolicy,
  output: WorkerView,
  async handle({ workerId: id, ...policy }, caller, { streams }: Deps) {
    const options = { aggregate: workers, id, operation: 'SetSnapshotPolicy', caller };
    return written(await changeExisting(streams, options, (worker, at) => set(worker, policy, at)), viewOf.worker);
  },
});

export const removeSnapshotPolicy = defineCommand({
  name: 'RemoveSnapshotPolicy',
  summary: 'From now on snapshots of a worker are made by hand only; those that are there stay',
  allow: 'worker:manage',
  input: OfWorker,
  output: WorkerView,
  async handle({ workerId: id }, caller, { streams }: Deps) {
    const options = { aggregate: workers, id, operation: 'RemoveSnapshotPolicy', caller };
    return written(await changeExisting(streams, options, (worker, at) => set(worker, undefined, at)), viewOf.worker);
  },
});
