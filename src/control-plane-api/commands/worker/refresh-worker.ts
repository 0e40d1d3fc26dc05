import { OfWorkerBecause } from '@lcm/core/contracts/worker';
import { RefreshAnswer } from '@lcm/core/contracts/worker-looks';
import { type RefreshSkipped, requestRefresh } from '@lcm/core/domain/worker';
import { ok, reject } from '@lcm/core/kernel';
import { workers } from '../../application/aggregates.ts';
import { unknown } from '../../application/change.ts';
import type { LiveItem } from '../../application/live-feed.ts';
import { defineCommand } from '../../application/operation.ts';
import { refreshSkippedMessage } from '../../application/refresh-skipped.ts';
import { settingsNow } from '../../application/settings-now.ts';
import type { Streams } from '../../application/streams.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
  readonly tellWatchers: (item: Omit<LiveItem, 'id'>) => void;
}

/** Too soon is no error: the answer says so, and so does the stream to those who watch. */
export const refreshWorker = defineCommand({
  name: 'RefreshWorker',
  summary: 'Read everything there is to know of a worker anew, unless that was done a moment ago',
  allow: 'worker:operate',
  input: OfWorkerBecause,
  output: RefreshAnswer,
  async handle({ workerId: id, reason: given }, caller, { streams, views, tellWatchers }: Deps) {
    const everyMs = settingsNow(views)['monitoring.refreshSeconds'] * 1000;
    const { actor } = caller;
    const reason = given ?? `asked for by ${actor.name}`;
    const decided: { skipped?: RefreshSkipped } = {};
    const options = { operation: 'RefreshWorker', caller };
    const changed = await streams.change({ aggregate: workers, id }, options, (worker, at) => {
      if (worker === undefined || worker.deletedAt !== undefined) return reject(unknown('worker', id));
      const asked = requestRefresh(worker, everyMs, { reason, by: actor.id, at });
      if (asked.ok) delete decided.skipped;
      else decided.skipped = asked.rejection;
      return asked.ok ? asked : ok([]);
    });
    if (!changed.ok) return changed;
    const { position } = changed.value;
    const { skipped } = decided;
    if (skipped === undefined) return ok({ output: { outcome: 'requested' as const }, position });
    const answer: RefreshAnswer = { outcome: 'skipped', reason: skipped.because, nextAt: skipped.nextAt };
    tellWatchers(refreshSkippedMessage(id, answer));
    return ok({ output: answer, position });
  },
});
