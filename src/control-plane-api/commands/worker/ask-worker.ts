import { nothing } from '@lcm/core/contracts/primitives';
import { AskWorker } from '@lcm/core/contracts/worker';
import { ask, askGently } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** Asks for a worker to run or to stop, because the calendar says so; never to stop under a session. */
export const askWorker = defineCommand({
  name: 'AskWorker',
  summary: 'Ask for a worker to run or to stop, as the calendar needs',
  allow: 'worker:ask',
  input: AskWorker,
  output: nothing,
  async handle({ workerId: id, to, reason }, caller, { streams }: Deps) {
    const options = { aggregate: workers, id, operation: 'AskWorker', caller };
    const changed = await changeExisting(streams, options, (worker, at) =>
      to === 'stopped' ? askGently(worker, to, { reason, at }) : ask(worker, to, { reason, at }),
    );
    return written(changed, () => ({}));
  },
});
