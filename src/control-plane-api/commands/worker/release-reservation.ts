import { nothing } from '@lcm/core/contracts/primitives';
import { ReleaseReservation } from '@lcm/core/contracts/reservation';
import { release } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** Gives a place back: nothing of its session is left on the worker. */
export const releaseReservation = defineCommand({
  name: 'ReleaseReservation',
  summary: 'Give a reservation back',
  allow: 'fleet:plan',
  input: ReleaseReservation,
  output: nothing,
  async handle({ workerId: id, reservationId, reason }, caller, { streams }: Deps) {
    const options = { aggregate: workers, id, operation: 'ReleaseReservation', caller };
    return written(
      await changeExisting(streams, options, (worker, at) => release(worker, reservationId, { reason, at })),
      () => ({}),
    );
  },
});
