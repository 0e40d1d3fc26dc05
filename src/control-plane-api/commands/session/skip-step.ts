import { SessionView, SkipStep } from '@lcm/core/contracts/session';
import { skipStep as decide } from '@lcm/core/domain/session';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import { viewOf } from '../../application/view-of.ts';
import { changeOwn, type WishDeps } from '../../application/wishing.ts';

/** The session goes on without a step, with what the table of steps says that means. */
export const skipStep = defineCommand({
  name: 'SkipSessionStep',
  summary: 'Leave out a step of a session that can be left out',
  allow: 'session:all',
  input: SkipStep,
  output: SessionView,
  async handle({ sessionId, pipeline, step, reason }, caller, deps: Pick<WishDeps, 'streams'>) {
    const by = caller.actor.id;
    const asked = { sessionId, operation: 'SkipSessionStep', caller };
    const changed = await changeOwn(asked, deps, (session, at) =>
      decide(session, { pipeline, step }, { by, reason, at }),
    );
    return written(changed, viewOf.session);
  },
});
