import type { WorkerView } from '@lcm/core/contracts/worker';
import { launchOfToken, workerTag } from '@lcm/core/domain/instance';
import type { WorkerReconcilerDeps } from './deps.ts';
import type { Memory } from './memory.ts';
import type { Leftover } from './seen.ts';

/** What earlier launches of the worker have left in the cloud; undefined when nobody had a reason to look. */
export async function findLeftovers(
  { instances, clock, settings }: WorkerReconcilerDeps,
  worker: WorkerView,
  memory: Memory,
): Promise<readonly Leftover[] | undefined> {
  if (worker.launch === 1) return undefined;
  const now = clock.now();
  const { leftoversLookedAt: before } = memory.of(worker);
  const isKnown = Object.keys(worker.leftovers ?? {}).length > 0;
  const isDue = before === undefined || now - before >= settings.restPollMs;
  if (!isKnown && !isDue && worker.status !== 'terminating') return undefined;
  memory.note(worker, { leftoversLookedAt: now });
  const found = await instances.list({ region: worker.spec.region, tags: { [workerTag]: worker.id } });
  return found.flatMap((instance) => {
    const launched = instance.token === undefined ? undefined : launchOfToken(instance.token);
    const isEarlier = launched?.workerId === worker.id && launched.launch < worker.launch;
    return isEarlier && instance.id !== worker.instanceId ? [{ launch: launched.launch, instance }] : [];
  });
}
