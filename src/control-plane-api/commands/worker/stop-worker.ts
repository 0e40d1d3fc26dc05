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

/** Asks for the worker to stop. Refused while sessions are on it: drain it then. */
export const stopWorker = defineCommand({
  name: 'StopWorker',
  summary: 'Stop a worker that no session is on',
  allow: 'worker:operate',
  input: OfWorkerBecause,
  output: WorkerView,
  async handle({ workerId: id, reason: given }, caller, { streams }: Deps) {
    const reason = given ?? `asked for by ${caller.actor.name}`;
    const changed = await changeExisting(
      streams,
      { aggregate: workers, id, operation: 'StopWorker', caller },
      (worker, at) => askGently(worker, 'stopped', { reason, at }),
    );
    return written(changed, viewOf.worker);
  },
});
