import { OfSessionBecause, SessionView } from '@lcm/core/contracts/session';
import { type Actor, may } from '@lcm/core/domain/access';
import { reset, type Session } from '@lcm/core/domain/session';
import { reject } from '@lcm/core/kernel';
import { sessions } from '../../application/aggregates.ts';
import { changeExisting, unknown, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import { maySee } from '../../application/ownership.ts';
import { viewOf } from '../../application/view-of.ts';
import type { WishDeps } from '../../application/wishing.ts';

/** The lab begins anew with its initial configuration, while the session and its time go on. */
export const resetSession = defineCommand({
  name: 'ResetSession',
  summary: 'Wipe the lab of a session and start it anew',
  allow: 'session:own',
  input: OfSessionBecause,
  output: SessionView,
  async handle({ sessionId: id, reason: given }, caller, { streams }: Pick<WishDeps, 'streams'>) {
    const { state } = await streams.load(sessions, id);
    if (state === undefined || !maySee(caller.actor, state)) return reject(unknown('session', id));
    if (!mayReset(caller.actor, state)) return reject({ code: 'session.reset-not-allowed', message: notAllowed });
    const { id: by, name } = caller.actor;
    const reason = given ?? `reset by ${name}`;
    const options = { aggregate: sessions, id, operation: 'ResetSession', caller };
    const changed = await changeExisting(streams, options, (session, at) => reset(session, { by, reason, at }));
    return written(changed, viewOf.session);
  },
});

const notAllowed = 'Labs of this definition are reset by operators only.';

function mayReset(actor: Actor, { definition }: Session): boolean {
  return definition.allowsReset === true || may(actor, 'session:all');
}
