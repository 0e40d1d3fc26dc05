import { nothing } from '@lcm/core/contracts/primitives';
import { ReportSnapshot } from '@lcm/core/contracts/snapshot';
import { reportSnapshot as report, type Snapshot } from '@lcm/core/domain/snapshot';
import { askGently } from '@lcm/core/domain/worker';
import { snapshots, workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { type Caller, defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** What the worker controller saw of a snapshot, or did to it. */
export const reportSnapshot = defineCommand({
  name: 'ReportSnapshot',
  summary: 'Report what was seen of a snapshot',
  allow: 'snapshot:report',
  input: ReportSnapshot,
  output: nothing,
  async handle({ snapshotId: id, expectedVersion, report: seen }, caller, { streams }: Deps) {
    const { state: known } = await streams.load(snapshots, id);
    // Before the snapshot is written down as complete: whoever dies in between reports it once more.
    const note = known && seen.type === 'completed' ? await endWorker(known, caller, streams) : undefined;
    const options = { aggregate: snapshots, id, operation: 'ReportSnapshot', caller, expectedVersion };
    const noted = seen.type === 'completed' ? { ...seen, note } : seen;
    return written(await changeExisting(streams, options, (snapshot, at) => report(snapshot, noted, at)), () => ({}));
  },
});

/** Ends the worker whose last snapshot this was to be. Answers with what became of that, if it was wanted. */
async function endWorker(snapshot: Snapshot, caller: Caller, streams: Streams): Promise<string | undefined> {
  const { origin, state, worker, id, requestedBy } = snapshot;
  if (origin !== 'before-termination' || state !== 'pending') return undefined;
  const options = { aggregate: workers, id: worker.id, operation: 'ReportSnapshot', caller };
  const reason = `its last snapshot ${id} is complete, as ${requestedBy} wanted`;
  const ended = await changeExisting(streams, options, (now, at) => askGently(now, 'terminated', { reason, at }));
  return ended.ok ? 'the worker is ended' : `the worker was not ended: ${ended.rejection.message}`;
}
