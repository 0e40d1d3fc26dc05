import { BookSession, Verdict } from '@lcm/core/contracts/session';
import { foreignPorts } from '@lcm/core/domain/lab';
import { type Clock, ok } from '@lcm/core/kernel';
import { type PlacementSettings, place, requestOf } from '@lcm/core/placement';
import { type BookingSettings, bookingOf } from '../../application/booking.ts';
import { defineQuery } from '../../application/operation.ts';
import { placementNow } from '../../application/settings-now.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
  readonly settings: BookingSettings & { readonly placement: PlacementSettings };
}

/** What a booking would be answered, by the same code that answers it; nothing is reserved. */
export const dryRunSession = defineQuery({
  name: 'DryRunSession',
  summary: 'Ask what a booking would be answered',
  allow: 'session:own',
  input: BookSession,
  output: Verdict,
  async handle(asked, { actor }, { views, clock, settings }: Deps) {
    const now = clock.now();
    const booking = bookingOf(asked, { actor, views, now, settings });
    if (!booking.ok) return booking;
    const workers = views.list('worker').map(({ state }) => state);
    const labs = views.list('lab').map(({ state }) => state);
    const decision = place(requestOf(booking.value), {
      workers,
      foreignPorts: foreignPorts(labs, workers),
      templates: views.list('template').map(({ state }) => state),
      settings: placementNow(views, settings.placement),
      now,
    });
    return ok({ ...decision.verdict, placed: decision.kind !== 'refuse' });
  },
});
