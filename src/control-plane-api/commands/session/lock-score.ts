import { OfSession, SessionView } from '@lcm/core/contracts/session';
import { lockScore } from '@lcm/core/domain/session';
import { sessions } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

export const lockSessionScore = defineCommand({
  name: 'LockScore',
  summary: 'Lock the score of a finished session: nothing changes it any more',
  allow: 'session:all',
  input: OfSession,
  output: SessionView,
  async handle({ sessionId: id }, caller, { streams }: Deps) {
    const options = { aggregate: sessions, id, operation: 'LockScore', caller };
    return written(
      await changeExisting(streams, options, (session, at) => lockScore(session, caller.actor.id, at)),
      viewOf.session,
    );
  },
});
