import { nothing } from '@lcm/core/contracts/primitives';
import { AskWorker } from '@lcm/core/contracts/worker';
import { ask } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** Asks for a worker to run or to stop, because the calendar says so. */
export const askWorker = defineCommand({
  name: 'AskWorker',
  summary: 'Ask for a worker to run or to stop, as the calendar needs',
  allow: 'fleet:plan',
  input: AskWorker,
  output: nothing,
  async handle({ workerId: id, to, reason }, caller, { streams }: Deps) {
    const options = { aggregate: workers, id, operation: 'AskWorker', caller };
    return written(await changeExisting(streams, options, (worker, at) => ask(worker, to, { reason, at })), () => ({}));
  },
});
