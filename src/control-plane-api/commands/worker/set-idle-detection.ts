import { SetIdleDetection, WorkerView } from '@lcm/core/contracts/worker';
import { setIdleDetection } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

/** Whether a worker that nobody uses is stopped at all. */
export const setWorkerIdleDetection = defineCommand({
  name: 'SetIdleDetection',
  summary: 'Say whether a worker is stopped when nobody uses it',
  allow: 'worker:operate',
  input: SetIdleDetection,
  output: WorkerView,
  async handle({ workerId: id, enabled, reason: given }, caller, { streams }: Deps) {
    const reason = given ?? `asked for by ${caller.actor.name}`;
    const changed = await changeExisting(
      streams,
      { aggregate: workers, id, operation: 'SetIdleDetection', caller },
      (worker, at) => setIdleDetection(worker, enabled, { reason, at }),
    );
    return written(changed, viewOf.worker);
  },
});
