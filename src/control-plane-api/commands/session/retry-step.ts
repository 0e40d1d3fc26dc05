import { RetryStep, SessionView } from '@lcm/core/contracts/session';
import { retryStep as decide } from '@lcm/core/domain/session';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import { viewOf } from '../../application/view-of.ts';
import { changeOwn, type WishDeps } from '../../application/wishing.ts';

/** A step that failed, or that waits for long, begins again at once with all its attempts. */
export const retryStep = defineCommand({
  name: 'RetrySessionStep',
  summary: 'Try a step of a session again at once',
  allow: 'session:all',
  input: RetryStep,
  output: SessionView,
  async handle({ sessionId, pipeline, step, reason: given }, caller, deps: Pick<WishDeps, 'streams'>) {
    const { id: by, name } = caller.actor;
    const reason = given ?? `tried again for ${name}`;
    const asked = { sessionId, operation: 'RetrySessionStep', caller };
    const changed = await changeOwn(asked, deps, (session, at) =>
      decide(session, { pipeline, step }, { by, reason, at }),
    );
    return written(changed, viewOf.session);
  },
});
