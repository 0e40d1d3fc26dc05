import { nothing } from '@lcm/core/contracts/primitives';
import { ReportSession } from '@lcm/core/contracts/session';
import { reportSession as decide } from '@lcm/core/domain/session';
import { reject } from '@lcm/core/kernel';
import { sessions, workers } from '../../application/aggregates.ts';
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
    if (seen.type === 'host-taken' && !(await isHostTaken(id, streams))) return reject(notTaken);
    const options = { aggregate: sessions, id, operation: 'ReportSession', caller, expectedVersion };
    return written(await changeExisting(streams, options, (session, at) => decide(session, seen, at)), () => ({}));
  },
});

const notTaken = {
  code: 'session.host-not-taken',
  message: 'Nobody takes its host from it: the drain of that is not forced, or not any more.',
};

/** Whoever says so may have looked before the drain was cancelled. */
async function isHostTaken(id: string, streams: Streams): Promise<boolean> {
  const { state: session } = await streams.load(sessions, id);
  if (session?.placement === undefined) return false;
  const { state: worker } = await streams.load(workers, session.placement.workerId);
  return worker?.drain?.forced !== undefined;
}
