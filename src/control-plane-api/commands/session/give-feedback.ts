import { SessionView } from '@lcm/core/contracts/session';
import { GiveFeedback } from '@lcm/core/contracts/session-feedback';
import { giveFeedback as decide } from '@lcm/core/domain/session';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import { viewOf } from '../../application/view-of.ts';
import { changeOwn, type WishDeps } from '../../application/wishing.ts';

/** How a session was, from its owner, once it is over. */
export const giveFeedback = defineCommand({
  name: 'GiveFeedback',
  summary: 'Say how a session was',
  allow: 'session:own',
  input: GiveFeedback,
  output: SessionView,
  async handle({ sessionId, rating, comment }, caller, deps: Pick<WishDeps, 'streams'>) {
    const asked = { sessionId, operation: 'GiveFeedback', caller };
    const given = { rating, comment, by: caller.actor.id };
    return written(await changeOwn(asked, deps, (session, at) => decide(session, given, at)), viewOf.session);
  },
});
