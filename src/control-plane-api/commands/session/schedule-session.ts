import { nothing } from '@lcm/core/contracts/primitives';
import { ScheduleSession } from '@lcm/core/contracts/session';
import { schedule } from '@lcm/core/domain/session';
import { sessions } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** The session's own yes to a reservation: this commit is what counts. */
export const scheduleSession = defineCommand({
  name: 'ScheduleSession',
  summary: 'Tell a session its place',
  allow: 'session:place',
  input: ScheduleSession,
  output: nothing,
  async handle({ sessionId: id, ...place }, caller, { streams }: Deps) {
    const options = { aggregate: sessions, id, operation: 'ScheduleSession', caller };
    return written(await changeExisting(streams, options, (session, at) => schedule(session, place, at)), () => ({}));
  },
});
