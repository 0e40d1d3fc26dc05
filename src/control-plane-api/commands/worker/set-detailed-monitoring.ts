import { WorkerView } from '@lcm/core/contracts/worker';
import { SetDetailedMonitoring } from '@lcm/core/contracts/worker-host';
import { setDetailedMonitoring as set } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

export const setDetailedMonitoring = defineCommand({
  name: 'SetDetailedMonitoring',
  summary: 'Measure a worker’s host each minute instead of each five',
  allow: 'worker:manage',
  input: SetDetailedMonitoring,
  output: WorkerView,
  async handle({ workerId: id, enabled, reason: given }, caller, { streams }: Deps) {
    const reason = given ?? `asked for by ${caller.actor.name}`;
    const options = { aggregate: workers, id, operation: 'SetDetailedMonitoring', caller };
    const changed = await changeExisting(streams, options, (worker, at) => set(worker, enabled, { reason, at }));
    return written(changed, viewOf.worker);
  },
});
