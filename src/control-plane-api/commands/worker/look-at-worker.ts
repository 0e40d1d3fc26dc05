import { nothing } from '@lcm/core/contracts/primitives';
import { LookAtWorker } from '@lcm/core/contracts/worker-looks';
import { requestSync } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** The same order as a person's, by whoever compared all of them. */
export const lookAtWorker = defineCommand({
  name: 'LookAtWorker',
  summary: 'Have a worker looked at that differs from EC2',
  allow: 'worker:report',
  input: LookAtWorker,
  output: nothing,
  async handle({ workerId: id, reason }, caller, { streams }: Deps) {
    const options = { aggregate: workers, id, operation: 'LookAtWorker', caller };
    const by = caller.actor.id;
    const changed = await changeExisting(streams, options, (worker, at) => requestSync(worker, { reason, by, at }));
    return written(changed, () => ({}));
  },
});
