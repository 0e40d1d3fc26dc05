import { nothing } from '@lcm/core/contracts/primitives';
import { RefuseReservation } from '@lcm/core/contracts/session';
import { refuseReservation } from '@lcm/core/domain/session';
import { sessions } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** Closes the session to a reservation, so that it can be taken back for certain. */
export const refuseSessionReservation = defineCommand({
  name: 'RefuseReservation',
  summary: 'Close a session to a reservation that is taken back',
  allow: 'session:place',
  input: RefuseReservation,
  output: nothing,
  async handle({ sessionId: id, reservationId }, caller, { streams }: Deps) {
    const options = { aggregate: sessions, id, operation: 'RefuseReservation', caller };
    return written(
      await changeExisting(streams, options, (session, at) => refuseReservation(session, reservationId, at)),
      () => ({}),
    );
  },
});
