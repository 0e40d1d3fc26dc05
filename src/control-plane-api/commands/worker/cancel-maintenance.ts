import { CancelMaintenance, WorkerView } from '@lcm/core/contracts/worker';
import { cancelMaintenance as cancel } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

export const cancelMaintenance = defineCommand({
  name: 'CancelMaintenance',
  summary: 'Give a worker back before its maintenance is over, or has begun',
  allow: 'worker:manage',
  input: CancelMaintenance,
  output: WorkerView,
  async handle({ workerId: id, maintenanceId, reason: given }, caller, { streams }: Deps) {
    const reason = given ?? `asked for by ${caller.actor.name}`;
    const options = { aggregate: workers, id, operation: 'CancelMaintenance', caller };
    const changed = await changeExisting(streams, options, (worker, at) =>
      cancel(worker, maintenanceId, { reason, at }),
    );
    return written(changed, viewOf.worker);
  },
});
