import { WorkerView } from '@lcm/core/contracts/worker';
import { ChangeTags } from '@lcm/core/contracts/worker-host';
import { changeTags as change } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

export const changeTags = defineCommand({
  name: 'ChangeWorkerTags',
  summary: 'Add, overwrite and remove tags of a worker; its instance follows, this one and every later one',
  allow: 'worker:operate',
  input: ChangeTags,
  output: WorkerView,
  async handle({ workerId: id, ...wanted }, caller, { streams }: Deps) {
    const options = { aggregate: workers, id, operation: 'ChangeWorkerTags', caller };
    return written(await changeExisting(streams, options, (worker, at) => change(worker, wanted, at)), viewOf.worker);
  },
});
