import { BookCohort } from '@lcm/core/contracts/cohort';
import { Verdict } from '@lcm/core/contracts/session';
import { SessionId } from '@lcm/core/domain/session';
import { ok, SeededRandom } from '@lcm/core/kernel';
import { placeTogether } from '@lcm/core/placement';
import type { BookingSettings } from '../../application/booking.ts';
import { seatsOf } from '../../application/cohorts.ts';
import { type FleetDeps, fleetNow } from '../../application/fleet-now.ts';
import { defineQuery } from '../../application/operation.ts';

interface Deps extends FleetDeps {
  readonly settings: BookingSettings & FleetDeps['settings'];
}

/** How many of the seats would fit, and from when all of them would; nothing is reserved. */
export const dryRunCohort = defineQuery({
  name: 'DryRunCohort',
  summary: 'Ask how many seats of a cohort would have a place',
  allow: 'session:all',
  input: BookCohort,
  output: Verdict,
  async handle(asked, { actor }, deps: Deps) {
    const { views, settings } = deps;
    const fleet = fleetNow(deps);
    const bookings = seatsOf(asked, { actor, views, now: fleet.now, settings });
    if (!bookings.ok) return bookings;
    // Nobody sees the ids of what is only thought of.
    const random = new SeededRandom(1);
    const seats = bookings.value.map((booking) => ({ ...booking, id: SessionId.next(random) }));
    const decision = placeTogether(seats, fleet, random);
    if (decision.kind === 'none') return ok(decision.verdict);
    const hosts = new Set(decision.taken.flatMap(({ seat }) => seat?.placed.worker.id ?? [])).size;
    const summary = `all ${seats.length} seats fit, on ${hosts} worker${hosts === 1 ? '' : 's'}`;
    const all = { fit: seats.length, of: seats.length };
    return ok({ decidedAt: fleet.now, placed: true, summary, workers: [], wouldHelp: [], seats: all });
  },
});
