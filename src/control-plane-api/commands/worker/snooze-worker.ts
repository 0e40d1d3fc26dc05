import { SnoozeWorker, WorkerView } from '@lcm/core/contracts/worker';
import { snooze } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import { settingsNow } from '../../application/settings-now.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
}

/** Keeps an unused worker up for a while; a stop that is only asked for yet is taken back. */
export const snoozeWorker = defineCommand({
  name: 'SnoozeWorker',
  summary: 'Keep a worker up for some minutes though nobody uses it',
  allow: 'worker:operate',
  input: SnoozeWorker,
  output: WorkerView,
  async handle({ workerId: id, reason: given, ...asked }, caller, { streams, views }: Deps) {
    const minutes = asked.minutes ?? settingsNow(views)['idle.snoozeMinutes'];
    const reason = given ?? `asked for by ${caller.actor.name}`;
    const options = { aggregate: workers, id, operation: 'SnoozeWorker', caller };
    const changed = await changeExisting(streams, options, (worker, at) => snooze(worker, minutes, { reason, at }));
    return written(changed, viewOf.worker);
  },
});
