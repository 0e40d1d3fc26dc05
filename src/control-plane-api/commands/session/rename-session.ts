import { SessionView } from '@lcm/core/contracts/session';
import { RenameSession } from '@lcm/core/contracts/session-wish';
import { rename } from '@lcm/core/domain/session';
import { written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import { viewOf } from '../../application/view-of.ts';
import { changeOwn, type WishDeps } from '../../application/wishing.ts';

/** Another name for a session, also for one that has ended; its id stays. */
export const renameSession = defineCommand({
  name: 'RenameSession',
  summary: 'Rename a session',
  allow: 'session:own',
  input: RenameSession,
  output: SessionView,
  async handle({ sessionId, name }, caller, deps: Pick<WishDeps, 'streams'>) {
    const asked = { sessionId, operation: 'RenameSession', caller };
    const by = caller.actor.id;
    return written(await changeOwn(asked, deps, (session, at) => rename(session, name, { by, at })), viewOf.session);
  },
});
