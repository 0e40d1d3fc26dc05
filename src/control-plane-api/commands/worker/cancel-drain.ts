import { OfWorkerBecause, WorkerView } from '@lcm/core/contracts/worker';
import { cancelDrain } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

/** Takes a draining worker back into service. */
export const cancelDrainWorker = defineCommand({
  name: 'CancelDrain',
  summary: 'Take a draining worker back into service',
  allow: 'worker:operate',
  input: OfWorkerBecause,
  output: WorkerView,
  async handle({ workerId: id, reason: given }, caller, { streams }: Deps) {
    const reason = given ?? `asked for by ${caller.actor.name}`;
    const changed = await changeExisting(
      streams,
      { aggregate: workers, id, operation: 'CancelDrain', caller },
      (worker, at) => cancelDrain(worker, reason, at),
    );
    return written(changed, viewOf.worker);
  },
});
