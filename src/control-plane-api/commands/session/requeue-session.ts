import { OfSessionBecause, SessionView } from '@lcm/core/contracts/session';
import { requeue } from '@lcm/core/domain/session';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import { viewOf } from '../../application/view-of.ts';
import { changeOwn, type WishDeps } from '../../application/wishing.ts';

/** Gives the place of a session back and lets the scheduler look for one again, by the calendar as it is now. */
export const requeueSession = defineCommand({
  name: 'RequeueSession',
  summary: 'Let the scheduler place a session anew',
  allow: 'session:all',
  input: OfSessionBecause,
  output: SessionView,
  async handle({ sessionId, reason: given }, caller, deps: Pick<WishDeps, 'streams'>) {
    const reason = given ?? `placed anew for ${caller.actor.name}`;
    const asked = { sessionId, operation: 'RequeueSession', caller };
    const by = caller.actor.id;
    return written(await changeOwn(asked, deps, (session, at) => requeue(session, { by, reason, at })), viewOf.session);
  },
});
