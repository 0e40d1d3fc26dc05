import type { WhatIf, WhatIfAnswer } from '@lcm/core/contracts/what-if';
import type { Definition } from '@lcm/core/domain/definition';
import { ok, type Result, reject } from '@lcm/core/kernel';
import { type Fleet, isUpAnyhow, mayRunOn, type WarmWish, warmThere } from '@lcm/core/placement';
import { unknown } from './change.ts';
import type { Rejection } from './operation.ts';
import { settingsNow } from './settings-now.ts';
import type { Views } from './views.ts';
import { startsBySource } from './warm-labs.ts';

type Warm = WhatIfAnswer['warm'][number];

/** Other depths, on the calendars as the rest of the question leaves them: what is promised has the disk first. */
export function warmAnswer(
  { warm }: Pick<WhatIf, 'warm'>,
  views: Views,
  fleet: Fleet,
): Result<readonly Warm[], Rejection> {
  const missing = warm.find(({ definitionId }) => views.get('definition', definitionId) === undefined);
  if (missing !== undefined) return reject(unknown('definition', missing.definitionId));
  const depths = new Map(warm.map(({ definitionId, depth }) => [definitionId, depth]));
  const before = views.list('definition').map(({ state }) => state);
  const all = before.map((each) => ({ ...each, warmDepth: depths.get(each.id) ?? each.warmDepth ?? 0 }));
  const others = all.filter(({ warmDepth }) => warmDepth > 0);
  const mostPerWorker = settingsNow(views)['warm.mostPerWorker'];
  const thought = all.filter(({ id }) => depths.has(id));
  return ok(
    thought.map((definition) => ({
      ...keptReady({ definition, others, mostPerWorker }, fleet),
      definitionId: definition.id,
      title: definition.title,
      before: before.find(({ id }) => id === definition.id)?.warmDepth ?? 0,
      soonerSeconds: soonerBy(definition, views),
    })),
  );
}

function keptReady(
  wish: WarmWish,
  { workers, now }: Fleet,
): Pick<Warm, 'depth' | 'workers' | 'labs' | 'fewer' | 'storageGiB'> {
  const { definition } = wish;
  const { warmDepth: depth = 0, needs } = definition;
  const there = workers
    .filter((worker) => isUpAnyhow(worker) && mayRunOn(definition, worker))
    .map((worker) => ({ name: worker.name, labs: warmThere(wish, worker, now) }));
  const labs = there.reduce((sum, each) => sum + each.labs, 0);
  const fewer = there.filter((each) => each.labs < depth);
  return { depth, workers: there.length, labs, fewer, storageGiB: labs * needs.storageGiB };
}

/** As measured, of sessions of this version that took a warm lab and of those that did not. */
function soonerBy({ id }: Definition, views: Views): number | undefined {
  const { warm, fresh } = startsBySource(
    id,
    views.list('session').map(({ state }) => state),
  );
  if (warm.medianSeconds === undefined || fresh.medianSeconds === undefined) return undefined;
  return fresh.medianSeconds - warm.medianSeconds;
}
