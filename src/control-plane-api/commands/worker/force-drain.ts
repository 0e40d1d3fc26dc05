import { WorkerView } from '@lcm/core/contracts/worker';
import { ForceDrain } from '@lcm/core/contracts/worker-drain';
import { forceDrain } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

/** Ends a drain that waits: its sessions are ended, then the worker stops. */
export const forceDrainWorker = defineCommand({
  name: 'ForceDrain',
  summary: 'End the sessions that a draining worker waits for, then stop it',
  allow: 'worker:manage',
  input: ForceDrain,
  output: WorkerView,
  async handle({ workerId: id, reason }, caller, { streams }: Deps) {
    const by = caller.actor.id;
    const options = { aggregate: workers, id, operation: 'ForceDrain', caller };
    const changed = await changeExisting(streams, options, (worker, at) => forceDrain(worker, { reason, by, at }));
    return written(changed, viewOf.worker);
  },
});
