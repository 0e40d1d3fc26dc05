import { PlanMaintenance, WorkerView } from '@lcm/core/contracts/worker';
import { MaintenanceId, planMaintenance as plan } from '@lcm/core/domain/worker';
import type { Random } from '@lcm/core/kernel';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
  readonly random: Random;
}

export const planMaintenance = defineCommand({
  name: 'PlanMaintenance',
  summary: 'Keep sessions off a worker for a time; refused where one has a place then',
  allow: 'worker:manage',
  input: PlanMaintenance,
  output: WorkerView,
  async handle({ workerId: id, ...span }, caller, { streams, random }: Deps) {
    const window = { id: MaintenanceId.next(random), ...span, by: caller.actor.name };
    const options = { aggregate: workers, id, operation: 'PlanMaintenance', caller };
    const changed = await changeExisting(streams, options, (worker, at) => plan(worker, window, at));
    return written(changed, viewOf.worker);
  },
});
