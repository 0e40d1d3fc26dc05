import type { Random } from '../kernel/index.ts';
import type { Fleet } from './fleet.ts';
import { type HostHours, hostHours } from './host-hours.ts';
import { type SeatTaken, type Seeking, takeSeat } from './take-seat.ts';

/** A change that is only thought of. */
export interface Thought<Asked extends Seeking> {
  /** The calendars as they are. */
  readonly live: Fleet;
  /** The same with the change: fewer workers, other templates, another ceiling. */
  readonly changed: Fleet;
  /** Each of them asks for a place, in this order: those that lost theirs by the change first. */
  readonly sessions: readonly Asked[];
}

export interface Consequences<Asked extends Seeking> {
  readonly taken: readonly SeatTaken<Asked>[];
  readonly before: HostHours;
  readonly after: HostHours;
}

/** What would become of it, by the same placement that decides; on copies, which nobody else sees. */
export function whatIf<Asked extends Seeking>(
  { live, changed, sessions }: Thought<Asked>,
  random: Random,
): Consequences<Asked> {
  let fleet = changed;
  const taken: SeatTaken<Asked>[] = [];
  for (const session of sessions) {
    const next = takeSeat(session, fleet, random);
    taken.push(next);
    fleet = next.fleet;
  }
  return {
    taken,
    before: hostHours(live.workers, live.settings, live.now),
    after: hostHours(fleet.workers, fleet.settings, fleet.now),
  };
}
