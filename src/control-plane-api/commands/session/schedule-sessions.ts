import { nothing } from '@lcm/core/contracts/primitives';
import { ScheduleSessions } from '@lcm/core/contracts/session';
import { schedule } from '@lcm/core/domain/session';
import { ok } from '@lcm/core/kernel';
import { sessions } from '../../application/aggregates.ts';
import { changeExisting } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
}

/** Each session's own yes to its reservation. Who said yes is read from the sessions: nobody else's word counts. */
export const scheduleSessions = defineCommand({
  name: 'ScheduleSessions',
  summary: 'Tell sessions their places',
  allow: 'session:place',
  input: ScheduleSessions,
  output: nothing,
  async handle({ places }, caller, { streams, views }: Deps) {
    // Side by side, so that the store makes them durable together.
    await Promise.all(
      places.map(async ({ sessionId: id, ...place }) => {
        const options = { aggregate: sessions, id, operation: 'ScheduleSession', caller };
        return changeExisting(streams, options, (session, at) => schedule(session, place, at));
      }),
    );
    return ok({ output: {}, position: views.position });
  },
});
