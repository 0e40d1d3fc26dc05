import type { SessionEvent } from '@lcm/core/domain/session';
import type { Commit } from '@lcm/core/ports/state-store';

/** What a commit of a session's stream says. */
export function sessionEventsOf({ events }: Pick<Commit, 'events'>): readonly SessionEvent[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a session's stream holds its events
  return events as unknown as readonly SessionEvent[];
}
