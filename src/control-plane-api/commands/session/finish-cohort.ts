import { OfCohort } from '@lcm/core/contracts/cohort';
import { nothing } from '@lcm/core/contracts/primitives';
import { isDecided, type Session, stop } from '@lcm/core/domain/session';
import { type Clock, ok } from '@lcm/core/kernel';
import { sessions } from '../../application/aggregates.ts';
import { missingSeats, writeSeats } from '../../application/book-seats.ts';
import { changeExisting } from '../../application/change.ts';
import { sessionsOf } from '../../application/cohorts.ts';
import { type Caller, defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
  readonly clock: Clock;
}

const operation = 'FinishCohort';
const reason = 'its cohort was never booked as a whole';

/**
 * Books what is missing of a cohort whose booking was interrupted. Where that is not known, or its time has come, seats
 * that are of no use without the missing ones are given up.
 */
export const finishCohort = defineCommand({
  name: operation,
  summary: 'Book the seats of a cohort whose booking was interrupted',
  allow: 'session:place',
  input: OfCohort,
  output: nothing,
  async handle({ cohortId }, caller, { streams, views, clock }: Deps) {
    const known = sessionsOf(cohortId, views);
    const missing = missingSeats(known);
    const now = clock.now();
    if (missing?.every(({ booking: { wanted } }) => (wanted.start ?? now) > now) === true) {
      const booked = await writeSeats(missing, { operation, caller, streams });
      if (!booked.ok) return booked;
    } else if (isUseless(known)) {
      for (const seat of known) await giveUp(seat, caller, streams);
    }
    return ok({ output: {}, position: views.position });
  },
});

function isUseless(seats: readonly Session[]): boolean {
  return !isDecided(seats) && seats.some(({ cohort }) => cohort?.mode === 'all-or-nothing');
}

async function giveUp({ id }: Session, caller: Caller, streams: Streams): Promise<void> {
  await changeExisting(streams, { aggregate: sessions, id, operation, caller }, (session, at) =>
    session.status === 'pending' ? stop(session, 'expired', { reason, at }) : ok([]),
  );
}
