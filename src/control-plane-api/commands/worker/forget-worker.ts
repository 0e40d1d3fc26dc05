import { nothing } from '@lcm/core/contracts/primitives';
import { ForgetWorker } from '@lcm/core/contracts/worker-looks';
import { deleteRecord } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** As `DeleteWorker`, by the job that clears away what ended long ago. */
export const forgetWorker = defineCommand({
  name: 'ForgetWorker',
  summary: 'Take the record of a worker that ended long ago off the lists',
  allow: 'worker:report',
  input: ForgetWorker,
  output: nothing,
  async handle({ workerId: id, reason }, caller, { streams }: Deps) {
    const options = { aggregate: workers, id, operation: 'ForgetWorker', caller };
    const by = caller.actor.id;
    const changed = await changeExisting(streams, options, (worker, at) => deleteRecord(worker, { reason, by, at }));
    return written(changed, () => ({}));
  },
});
