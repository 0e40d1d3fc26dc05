import { nothing } from '@lcm/core/contracts/primitives';
import { ReserveCapacity } from '@lcm/core/contracts/reservation';
import { reserve } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** Takes places on a worker, all or none; they stay unconfirmed until their sessions say yes. */
export const reserveCapacity = defineCommand({
  name: 'ReserveCapacity',
  summary: 'Reserve places on a worker, all or none',
  allow: 'fleet:plan',
  input: ReserveCapacity,
  output: nothing,
  async handle({ workerId: id, reservations }, caller, { streams }: Deps) {
    const options = { aggregate: workers, id, operation: 'ReserveCapacity', caller };
    return written(
      await changeExisting(streams, options, (worker, at) => reserve(worker, reservations, at)),
      () => ({}),
    );
  },
});
