import { nothing } from '@lcm/core/contracts/primitives';
import { ConfirmReservation } from '@lcm/core/contracts/reservation';
import { confirm } from '@lcm/core/domain/worker';
import { ok } from '@lcm/core/kernel';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** The session has taken the place: no sweeper may take it back any more. */
export const confirmReservation = defineCommand({
  name: 'ConfirmReservation',
  summary: 'Confirm a reservation that its session has taken',
  allow: 'fleet:plan',
  input: ConfirmReservation,
  output: nothing,
  async handle({ workerId: id, reservationId }, caller, { streams }: Deps) {
    const options = { aggregate: workers, id, operation: 'ConfirmReservation', caller };
    return written(
      await changeExisting(streams, options, (worker, at) => ok(confirm(worker, reservationId, at))),
      () => ({}),
    );
  },
});
