import { SessionView } from '@lcm/core/contracts/session';
import { ExtendSession } from '@lcm/core/contracts/session-wish';
import { askExtension } from '@lcm/core/domain/session';
import { instant } from '@lcm/core/kernel';
import { defineCommand } from '../../application/operation.ts';
import { type WishDeps, wishFor } from '../../application/wishing.ts';

/** More time for a session that has a place, as far as its definition and the calendar of its worker allow. */
export const extendSession = defineCommand({
  name: 'ExtendSession',
  summary: 'Give a session more minutes',
  allow: 'session:own',
  input: ExtendSession,
  output: SessionView,
  async handle({ sessionId, minutes, reason: given }, caller, deps: WishDeps) {
    const reason = given ?? `${minutes} min more for ${caller.actor.name}`;
    return wishFor({ sessionId, operation: 'ExtendSession', caller }, deps, (session, at) => {
      const end = instant((session.timeslot?.end ?? at) + minutes * 60_000);
      return askExtension(session, end, { by: caller.actor.id, reason, at });
    });
  },
});
