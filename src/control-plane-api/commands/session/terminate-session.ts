import { OfSessionBecause, SessionView } from '@lcm/core/contracts/session';
import { terminate } from '@lcm/core/domain/session';
import { reject } from '@lcm/core/kernel';
import { sessions } from '../../application/aggregates.ts';
import { changeExisting, unknown, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import { maySee } from '../../application/ownership.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

/** Ends a session before its time; what is on the worker is cleaned up, nothing is graded. */
export const terminateSession = defineCommand({
  name: 'TerminateSession',
  summary: 'End a session now; it is not graded',
  allow: 'session:own',
  input: OfSessionBecause,
  output: SessionView,
  async handle({ sessionId: id, reason: given }, caller, { streams }: Deps) {
    const { state } = await streams.load(sessions, id);
    if (state === undefined || !maySee(caller.actor, state)) return reject(unknown('session', id));
    const reason = given ?? `terminated by ${caller.actor.name}`;
    const options = { aggregate: sessions, id, operation: 'TerminateSession', caller };
    return written(
      await changeExisting(streams, options, (session, at) => terminate(session, reason, at)),
      viewOf.session,
    );
  },
});
