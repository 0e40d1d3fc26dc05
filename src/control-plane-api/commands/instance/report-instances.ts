import { ReportInstances } from '@lcm/core/contracts/instance';
import { nothing } from '@lcm/core/contracts/primitives';
import { type FoundInstance, foundInstanceId, holderOf, isEnding, noteGone } from '@lcm/core/domain/instance';
import { ok } from '@lcm/core/kernel';
import { settleAdoption, sighted } from '../../application/adoptions.ts';
import { foundInstances } from '../../application/aggregates.ts';
import { type Caller, defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
}

const operation = 'ReportInstances';

/** What a look at a region found of instances that no worker has. What is as it was is not written down. */
export const reportInstances = defineCommand({
  name: operation,
  summary: 'Report instances that no worker has',
  allow: 'worker:report',
  input: ReportInstances,
  output: nothing,
  async handle({ region, instances, gone }, caller, deps: Deps) {
    for (const { instanceId, ...sight } of instances) await see({ region, instanceId, ...sight }, caller, deps);
    for (const { instanceId, reason } of gone) {
      const id = foundInstanceId({ region, instanceId });
      if (deps.views.get('instance', id) === undefined) continue;
      await deps.streams.change({ aggregate: foundInstances, id }, { operation, caller }, (found, at) =>
        ok(noteGone(found, reason, at)),
      );
    }
    return ok({ output: {}, position: deps.views.position });
  },
});

type Sighted = Parameters<typeof sighted>[1];

async function see(sight: Sighted, caller: Caller, { streams, views }: Deps): Promise<void> {
  const id = foundInstanceId(sight);
  const known = views.get('instance', id)?.state;
  if ((known === undefined && isEnding(sight.facts)) || isTaken(sight, known, views)) return;
  const changed = await streams.change({ aggregate: foundInstances, id }, { operation, caller }, (found, at) =>
    ok(sighted(found, sight, { views, at })),
  );
  if (changed.ok && changed.value.state.status === 'adopted') {
    await settleAdoption(streams, changed.value.state, { caller, operation });
  }
}

/** Whoever looked may have looked before a worker got it, or before one that is adopted has got its worker. */
function isTaken(sight: Sighted, known: FoundInstance | undefined, views: Views): boolean {
  if (holderOf({ ...sight, seats: views.list('worker').map(({ state }) => state) }) !== undefined) return true;
  const adoption = known?.status === 'adopted' ? known.adoption : undefined;
  return adoption !== undefined && views.get('worker', adoption.workerId) === undefined;
}
