import { OfWorkerBecause, WorkerView } from '@lcm/core/contracts/worker';
import { askDeregistration } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

/** Has a worker's licence given back, and nothing registers it again before somebody asks for it. */
export const deregisterLicense = defineCommand({
  name: 'DeregisterLicense',
  summary: 'Give the CML licence of a worker back; it stays so until it is registered again',
  allow: 'worker:manage',
  input: OfWorkerBecause,
  output: WorkerView,
  async handle({ workerId: id, reason: given }, caller, { streams }: Deps) {
    const by = caller.actor.name;
    const reason = given ?? `asked for by ${by}`;
    const options = { aggregate: workers, id, operation: 'DeregisterLicense', caller };
    const changed = await changeExisting(streams, options, (worker, at) =>
      askDeregistration(worker, { by, reason, at }),
    );
    return written(changed, viewOf.worker);
  },
});
