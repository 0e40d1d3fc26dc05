import { nothing } from '@lcm/core/contracts/primitives';
import { GiveVerdict } from '@lcm/core/contracts/session';
import { giveVerdict } from '@lcm/core/domain/session';
import { sessions } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** Why the session has no place yet, per worker, and what would help. */
export const giveVerdictToSession = defineCommand({
  name: 'GiveVerdict',
  summary: 'Tell a session why it waits',
  allow: 'session:place',
  input: GiveVerdict,
  output: nothing,
  async handle({ sessionId: id, verdict }, caller, { streams }: Deps) {
    const options = { aggregate: sessions, id, operation: 'GiveVerdict', caller };
    return written(
      await changeExisting(streams, options, (session, at) => giveVerdict(session, verdict, at)),
      () => ({}),
    );
  },
});
