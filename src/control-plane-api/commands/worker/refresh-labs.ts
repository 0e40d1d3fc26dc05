import { OfWorkerBecause, WorkerView } from '@lcm/core/contracts/worker';
import { askLabsRefresh } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

/** The labs of all workers are read by the job `labs-refresh`; this is for one, now. */
export const refreshWorkerLabs = defineCommand({
  name: 'RefreshWorkerLabs',
  summary: 'Read the labs of a worker now',
  allow: 'lab:operate',
  input: OfWorkerBecause,
  output: WorkerView,
  async handle({ workerId: id, reason: given }, caller, { streams }: Deps) {
    const reason = given ?? `asked for by ${caller.actor.name}`;
    const options = { aggregate: workers, id, operation: 'RefreshWorkerLabs', caller };
    const changed = await changeExisting(streams, options, (worker, at) => askLabsRefresh(worker, { reason, at }));
    return written(changed, viewOf.worker);
  },
});
