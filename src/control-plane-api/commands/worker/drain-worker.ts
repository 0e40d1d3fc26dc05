import { WorkerView } from '@lcm/core/contracts/worker';
import { DrainWorker } from '@lcm/core/contracts/worker-drain';
import { drain } from '@lcm/core/domain/worker';
import { reject } from '@lcm/core/kernel';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { denialOf } from '../../application/denial.ts';
import { defineCommand } from '../../application/operation.ts';
import { settingsNow } from '../../application/settings-now.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
}

/** Stops new sessions from landing on a worker; those on it finish, or are ended when its time is up; then it stops. */
export const drainWorker = defineCommand({
  name: 'DrainWorker',
  summary: 'Let the sessions of a worker end, accept no new ones, then stop it',
  allow: 'worker:operate',
  input: DrainWorker,
  output: WorkerView,
  async handle({ workerId: id, reason: given, ...asked }, caller, { streams, views }: Deps) {
    const denied = asked.whenTimeIsUp === 'force' ? denialOf(caller.actor, 'worker:manage') : undefined;
    if (denied !== undefined) return reject(denied);
    const reason = given ?? `asked for by ${caller.actor.name}`;
    const usualMinutes = settingsNow(views)['fleet.drainMinutes'];
    const options = { aggregate: workers, id, operation: 'DrainWorker', caller };
    const changed = await changeExisting(streams, options, (worker, at) =>
      drain(worker, { ...asked, usualMinutes, reason, at }),
    );
    return written(changed, viewOf.worker);
  },
});
