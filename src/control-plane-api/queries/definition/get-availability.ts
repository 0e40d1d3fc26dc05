import { Availability, AvailabilityQuestion, mostStarts } from '@lcm/core/contracts/availability';
import { type Instant, instant, ok, type Result, reject } from '@lcm/core/kernel';
import { requestOf, SeatCount } from '@lcm/core/placement';
import { type BookingSettings, bookableLab, refusalOfStart } from '../../application/booking.ts';
import { type FleetDeps, fleetNow } from '../../application/fleet-now.ts';
import { defineQuery, type Rejection } from '../../application/operation.ts';

interface Deps extends FleetDeps {
  readonly settings: BookingSettings & FleetDeps['settings'];
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** How many sessions of a lab fit at each start, by the code that places them; nothing is reserved. */
export const getAvailability = defineQuery({
  name: 'GetAvailability',
  summary: 'How many sessions of a lab could begin when',
  allow: 'session:own',
  input: AvailabilityQuestion,
  output: Availability,
  async handle({ from, until, step, seats, region, ...asked }, _caller, deps: Deps) {
    const fleet = fleetNow(deps);
    const lab = bookableLab(asked, deps.views);
    if (!lab.ok) return lab;
    const starts = startsOf({ from, until, stepMs: step * minuteMs }, { now: fleet.now, settings: deps.settings });
    if (!starts.ok) return starts;
    const { definition, durationMinutes } = lab.value;
    const wanted = { durationMinutes, ...(region !== undefined && { region, regionOnly: true }) };
    const count = new SeatCount(requestOf({ definition, wanted }), fleet);
    return ok({
      decidedAt: fleet.now,
      durationMinutes,
      stepMinutes: step,
      seats,
      slots: starts.value.map((start) => ({ start, fit: count.at(start, seats) })),
    });
  },
});

/** Whole steps of the clock, from the first that is not over. */
function startsOf(
  { from, until, stepMs }: { from: Instant | undefined; until: Instant | undefined; stepMs: number },
  context: { readonly now: Instant; readonly settings: BookingSettings },
): Result<readonly Instant[], Rejection> {
  const first = Math.ceil(Math.max(from ?? context.now, context.now) / stepMs) * stepMs;
  const end = until ?? first + dayMs;
  const count = Math.max(0, Math.ceil((end - first) / stepMs));
  if (count > mostStarts) {
    const message = `That is ${count} starts, and ${mostStarts} is the most: ask for less, or for longer steps.`;
    return reject({ code: 'availability.invalid', message });
  }
  const starts = Array.from({ length: count }, (_, index) => instant(first + index * stepMs));
  const refusal = refusalOfStart(starts.at(-1), context);
  return refusal === undefined ? ok(starts) : reject(refusal);
}
