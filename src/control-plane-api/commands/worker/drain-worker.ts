import { OfWorkerBecause, WorkerView } from '@lcm/core/contracts/worker';
import { drain } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

/** Stops new sessions from landing on a worker; those on it finish, then it stops. */
export const drainWorker = defineCommand({
  name: 'DrainWorker',
  summary: 'Let the sessions of a worker end, accept no new ones, then stop it',
  allow: 'worker:operate',
  input: OfWorkerBecause,
  output: WorkerView,
  async handle({ workerId: id, reason: given }, caller, { streams }: Deps) {
    const reason = given ?? `asked for by ${caller.actor.name}`;
    const changed = await changeExisting(
      streams,
      { aggregate: workers, id, operation: 'DrainWorker', caller },
      (worker, at) => drain(worker, reason, at),
    );
    return written(changed, viewOf.worker);
  },
});
