import { nothing } from '@lcm/core/contracts/primitives';
import { ConfirmReservations } from '@lcm/core/contracts/reservation';
import { confirm } from '@lcm/core/domain/worker';
import { ok } from '@lcm/core/kernel';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** The sessions have taken their places: one commit says so of all of them. */
export const confirmReservations = defineCommand({
  name: 'ConfirmReservations',
  summary: 'Confirm reservations of a worker that their sessions have taken',
  allow: 'fleet:plan',
  input: ConfirmReservations,
  output: nothing,
  async handle({ workerId: id, reservationIds }, caller, { streams }: Deps) {
    const options = { aggregate: workers, id, operation: 'ConfirmReservations', caller };
    const changed = await changeExisting(streams, options, (worker, at) =>
      ok([...new Set(reservationIds)].flatMap((reservationId) => confirm(worker, reservationId, at))),
    );
    return written(changed, () => ({}));
  },
});
