import { OfWorkerBecause, WorkerView } from '@lcm/core/contracts/worker';
import { start } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

/** Asks for the worker to run, or to try again after it gave up; asking for what is so is fine. */
export const startWorker = defineCommand({
  name: 'StartWorker',
  summary: 'Start a stopped worker, or let one that failed try again',
  allow: 'worker:operate',
  input: OfWorkerBecause,
  output: WorkerView,
  async handle({ workerId: id, reason: given }, caller, { streams }: Deps) {
    const reason = given ?? `asked for by ${caller.actor.name}`;
    const changed = await changeExisting(
      streams,
      { aggregate: workers, id, operation: 'StartWorker', caller },
      (worker, at) => start(worker, { reason, at }),
    );
    return written(changed, viewOf.worker);
  },
});
