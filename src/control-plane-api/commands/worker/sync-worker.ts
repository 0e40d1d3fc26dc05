import { OfWorkerBecause, WorkerView } from '@lcm/core/contracts/worker';
import { requestSync } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

/** In any state but the last: what is wanted of it is compared with what is there, now. */
export const syncWorker = defineCommand({
  name: 'SyncWorker',
  summary: 'Have a worker compared with EC2 and CML now, and brought to what is wanted',
  allow: 'worker:operate',
  input: OfWorkerBecause,
  output: WorkerView,
  async handle({ workerId: id, reason: given }, caller, { streams }: Deps) {
    const reason = given ?? `asked for by ${caller.actor.name}`;
    const options = { aggregate: workers, id, operation: 'SyncWorker', caller };
    const changed = await changeExisting(streams, options, (worker, at) =>
      requestSync(worker, { reason, by: caller.actor.id, at }),
    );
    return written(changed, viewOf.worker);
  },
});
