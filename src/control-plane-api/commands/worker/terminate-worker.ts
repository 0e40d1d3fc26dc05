import { OfWorkerBecause, WorkerView } from '@lcm/core/contracts/worker';
import { askGently } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

/** Ends the worker: licence back, instance terminated. Refused while sessions are on it. */
export const terminateWorker = defineCommand({
  name: 'TerminateWorker',
  summary: 'End a worker for good; its licence is given back first',
  allow: 'worker:manage',
  input: OfWorkerBecause,
  output: WorkerView,
  async handle({ workerId: id, reason: given }, caller, { streams }: Deps) {
    const reason = given ?? `asked for by ${caller.actor.name}`;
    const changed = await changeExisting(
      streams,
      { aggregate: workers, id, operation: 'TerminateWorker', caller },
      (worker, at) => askGently(worker, 'terminated', { reason, at }),
    );
    return written(changed, viewOf.worker);
  },
});
