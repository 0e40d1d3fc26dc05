import { OfWorkerBecause, WorkerView } from '@lcm/core/contracts/worker';
import { deleteRecord } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

export const deleteWorker = defineCommand({
  name: 'DeleteWorker',
  summary: 'Take the record of a worker that has ended off the lists; its history stays',
  allow: 'worker:manage',
  input: OfWorkerBecause,
  output: WorkerView,
  async handle({ workerId: id, reason: given }, caller, { streams }: Deps) {
    const reason = given ?? `asked for by ${caller.actor.name}`;
    const options = { aggregate: workers, id, operation: 'DeleteWorker', caller };
    const changed = await changeExisting(streams, options, (worker, at) =>
      deleteRecord(worker, { reason, by: caller.actor.id, at }),
    );
    return written(changed, viewOf.worker);
  },
});
