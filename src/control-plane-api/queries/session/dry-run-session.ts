import { BookSession, Verdict } from '@lcm/core/contracts/session';
import { ok } from '@lcm/core/kernel';
import { place, requestOf } from '@lcm/core/placement';
import { type BookingSettings, bookingOf } from '../../application/booking.ts';
import { type FleetDeps, fleetNow } from '../../application/fleet-now.ts';
import { defineQuery } from '../../application/operation.ts';
import { labWaits } from '../../application/warm-labs.ts';

interface Deps extends FleetDeps {
  readonly settings: BookingSettings & FleetDeps['settings'];
}

/** What a booking would be answered, by the same code that answers it; nothing is reserved. */
export const dryRunSession = defineQuery({
  name: 'DryRunSession',
  summary: 'Ask what a booking would be answered',
  allow: 'session:own',
  input: BookSession,
  output: Verdict,
  async handle(asked, { actor }, deps: Deps) {
    const { views, settings } = deps;
    const fleet = fleetNow(deps);
    const booking = bookingOf(asked, { actor, views, now: fleet.now, settings });
    if (!booking.ok) return booking;
    const decision = place(requestOf(booking.value), fleet);
    if (decision.kind === 'refuse') return ok({ ...decision.verdict, placed: false });
    const waits = decision.kind === 'place' && labWaits(booking.value.definition.id, decision.worker.id, views);
    return ok({ ...decision.verdict, placed: true, lab: waits ? ('warm' as const) : ('imported' as const) });
  },
});
