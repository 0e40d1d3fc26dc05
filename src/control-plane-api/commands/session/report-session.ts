import { nothing } from '@lcm/core/contracts/primitives';
import { ReportSession } from '@lcm/core/contracts/session';
import { reportSession as decide } from '@lcm/core/domain/session';
import { sessions } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** What the lablet controller did, saw, or was told about a session. */
export const reportSession = defineCommand({
  name: 'ReportSession',
  summary: 'Report what was done for a session or seen of it',
  allow: 'session:report',
  input: ReportSession,
  output: nothing,
  async handle({ sessionId: id, expectedVersion, report: seen }, caller, { streams }: Deps) {
    const options = { aggregate: sessions, id, operation: 'ReportSession', caller, expectedVersion };
    return written(await changeExisting(streams, options, (session, at) => decide(session, seen, at)), () => ({}));
  },
});
