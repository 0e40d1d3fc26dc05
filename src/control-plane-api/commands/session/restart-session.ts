import { RestartSession, SessionView } from '@lcm/core/contracts/session';
import { keptOf, sessionCan } from '@lcm/core/domain/session';
import { reject } from '@lcm/core/kernel';
import { sessions } from '../../application/aggregates.ts';
import { type BookingDeps, bookAndWait } from '../../application/book-and-wait.ts';
import { unknown } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import { maySee } from '../../application/ownership.ts';
import { sessionWords } from '../../application/session-refusals.ts';

/** A new session of the same definition for the same owner, as soon as possible, on the lab as it was left. */
export const restartSession = defineCommand({
  name: 'RestartSession',
  summary: 'Book a new session that goes on with the lab of one that is over',
  allow: 'session:own',
  input: RestartSession,
  output: SessionView,
  async handle({ sessionId: id, durationMinutes }, caller, deps: BookingDeps) {
    const { state } = await deps.streams.load(sessions, id);
    if (state === undefined || !maySee(caller.actor, state)) return reject(unknown('session', id));
    if (!sessionCan('restart', state)) {
      const refused = { code: 'session.wrong-state', status: state.status, action: 'restart' } as const;
      return reject({ code: refused.code, message: sessionWords(refused) });
    }
    const { ownerId, name, definition, wanted } = state;
    const { region, regionOnly } = wanted;
    const asked = { definitionId: definition.id, ownerId, name, durationMinutes, region, regionOnly };
    return bookAndWait({ ...asked, restartOf: id, saved: keptOf(state) }, caller, deps);
  },
});
