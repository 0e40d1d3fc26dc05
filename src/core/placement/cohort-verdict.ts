import type { Verdict } from '../domain/session/index.ts';
import type { Random } from '../kernel/index.ts';
import { type Fleet, requestOf } from './fleet.ts';
import { SeatCount } from './seats.ts';
import { type SeatTaken, type Seeking, takeSeats } from './take-seat.ts';
import { iso } from './verdict.ts';

/** What is decided of sessions that are of use only together. */
export type CohortDecision<Asked> =
  | { readonly kind: 'all'; readonly taken: readonly SeatTaken<Asked>[]; readonly fleet: Fleet }
  | { readonly kind: 'none'; readonly verdict: Verdict };

/** All of them placed, each on the calendars that the one before it left; or none, and when all would have a place. */
export function placeTogether<Asked extends Seeking>(
  sessions: readonly Asked[],
  fleet: Fleet,
  random: Random,
): CohortDecision<Asked> {
  const taken = takeSeats(sessions, fleet, random);
  const last = taken.at(-1);
  if (last === undefined || last.seat !== undefined) return { kind: 'all', taken, fleet: last?.fleet ?? fleet };
  return { kind: 'none', verdict: whyNotAll(last, { fleet, fit: taken.length - 1, of: sessions.length }) };
}

function whyNotAll(
  { session, decision }: SeatTaken<Seeking>,
  { fleet, fit, of }: { fleet: Fleet; fit: number; of: number },
): Verdict {
  const { workers, wouldHelp } = decision.verdict;
  const request = requestOf(session);
  const earliestStart = new SeatCount(request, fleet).earliest(request.start ?? fleet.now, of);
  const then =
    earliestStart === undefined
      ? 'no start at which all do could be found'
      : `the earliest start for all is ${iso(earliestStart)}`;
  // What would help one of them at another time says nothing of all of them.
  const more = wouldHelp.filter((hint) => !hint.startsWith('start at'));
  return {
    decidedAt: fleet.now,
    placed: false,
    summary: `${fit} of ${of} seats fit at ${iso(request.start)}; ${then}`,
    workers,
    earliestStart,
    wouldHelp: [
      ...(earliestStart === undefined ? [] : [`start at ${iso(earliestStart)}`]),
      ...(fit > 0 ? [`book ${fit} seats, or as many as possible`] : []),
      ...more,
    ],
    seats: { fit, of },
  };
}
