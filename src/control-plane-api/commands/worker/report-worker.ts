import { nothing } from '@lcm/core/contracts/primitives';
import { ReportWorker } from '@lcm/core/contracts/worker';
import { report } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** What the worker controller saw of a worker's present launch, or is about to do to it. */
export const reportWorker = defineCommand({
  name: 'ReportWorker',
  summary: 'Report what was seen of a worker',
  allow: 'worker:report',
  input: ReportWorker,
  output: nothing,
  async handle({ workerId: id, expectedVersion, report: seen }, caller, { streams }: Deps) {
    const options = { aggregate: workers, id, operation: 'ReportWorker', caller, expectedVersion };
    return written(await changeExisting(streams, options, (worker, at) => report(worker, seen, at)), () => ({}));
  },
});
