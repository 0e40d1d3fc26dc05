import { SyncContent } from '@lcm/core/contracts/content-source';
import { RefreshAnswer } from '@lcm/core/contracts/worker-looks';
import { type JobName, triggerJob } from '@lcm/core/domain/job';
import { type Clock, type Instant, instant, ok, reject } from '@lcm/core/kernel';
import type { Coordination } from '@lcm/core/ports/coordination';
import { jobs } from '../../application/aggregates.ts';
import { unknown } from '../../application/change.ts';
import { syncSchedule } from '../../application/content-status.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
  readonly coordination: Coordination;
  readonly clock: Clock;
}

const name: JobName = 'content-sync';
/** Whoever asks again sooner is shown what that run found. */
const everyMs = 10_000;

export const syncContentNow = defineCommand({
  name: 'SyncContent',
  summary: 'Read the content packages now, unless that was done a moment ago',
  allow: 'content:sync',
  input: SyncContent,
  output: RefreshAnswer,
  async handle({ sourceId, reason: given }, caller, { streams, views, coordination, clock }: Deps) {
    if (views.get('content', sourceId) === undefined) return reject(unknown('content', sourceId));
    const schedule = await syncSchedule({ views, coordination });
    const skipped = whyNotNow(schedule ?? {}, clock.now());
    if (skipped !== undefined) return ok({ output: skipped, position: views.position });
    const options = { operation: 'SyncContent', caller };
    const reason = given ?? `asked for by ${caller.actor.name}`;
    const changed = await streams.change({ aggregate: jobs, id: name }, options, (job = { name }, at) =>
      triggerJob(job, reason, at),
    );
    if (!changed.ok) return changed;
    return ok({ output: { outcome: 'requested' as const }, position: changed.value.position });
  },
});

interface Runs {
  readonly triggeredAt?: Instant | undefined;
  readonly lastRun?: { readonly endedAt: Instant } | undefined;
}

function whyNotNow({ triggeredAt, lastRun }: Runs, now: Instant): RefreshAnswer | undefined {
  if (triggeredAt !== undefined) return { outcome: 'skipped', reason: 'it is asked for already' };
  const nextAt = instant((lastRun?.endedAt ?? 0) + everyMs);
  return now < nextAt ? { outcome: 'skipped', reason: 'it was read a moment ago', nextAt } : undefined;
}
