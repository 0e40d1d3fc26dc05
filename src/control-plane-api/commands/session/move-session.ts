import { SessionView } from '@lcm/core/contracts/session';
import { MoveSession } from '@lcm/core/contracts/session-wish';
import { askMove } from '@lcm/core/domain/session';
import { reject } from '@lcm/core/kernel';
import { defineCommand } from '../../application/operation.ts';
import { type WishDeps, wishFor } from '../../application/wishing.ts';

/** Another time or worker for a session of which nothing exists yet; it keeps its place until it has the other. */
export const moveSession = defineCommand({
  name: 'MoveSession',
  summary: 'Move a session to another time or worker',
  allow: 'session:all',
  input: MoveSession,
  output: SessionView,
  async handle({ sessionId, start, workerId, reason: given }, caller, deps: WishDeps) {
    if (start !== undefined && start < deps.clock.now())
      return reject({ code: 'session.in-the-past', message: 'The start is in the past.' });
    const reason = given ?? `moved by ${caller.actor.name}`;
    return wishFor({ sessionId, operation: 'MoveSession', caller }, deps, (session, at) =>
      askMove(session, { start, workerId }, { by: caller.actor.id, reason, at }),
    );
  },
});
