import type { WorkerView } from '@lcm/core/contracts/worker';
import type { WorkerId } from '@lcm/core/domain/worker';
import type { Clock } from '@lcm/core/kernel';
import type { ControlPlane, SendOptions } from '@lcm/core/ports/control-plane';
import { type Instances, InstancesError, instanceId, type SeenInstance } from '@lcm/core/ports/instances';
import type { JobResult } from '@lcm/core/reconcile';
import { differenceOf } from './difference-of.ts';

export interface StatusSyncDeps {
  readonly controlPlane: ControlPlane;
  readonly instances: Pick<Instances, 'list'>;
  readonly clock: Clock;
  readonly fence: () => SendOptions['fence'];
}

interface Differs {
  readonly id: WorkerId;
  readonly name: string;
  readonly difference: string;
}

/**
 * Compares all workers with what EC2 shows, in a few questions a region, and has those that differ looked at now. It
 * decides nothing: that is done by whoever looks closely.
 */
export async function syncStatus(deps: StatusSyncDeps, signal: AbortSignal): Promise<JobResult> {
  const all = await deps.controlPlane.list('worker');
  const launched = all.filter(({ instanceId: id, status }) => id !== undefined && status !== 'terminated');
  const regions = Map.groupBy(launched, ({ spec }) => spec.region);
  const silent: string[] = [];
  const differing: Differs[] = [];
  for (const [region, workers] of regions) {
    try {
      differing.push(...compare(workers, await seenIn(region, workers, { deps, signal })));
    } catch (error) {
      // A region that is away keeps no other from being compared.
      if (!(error instanceof InstancesError)) throw error;
      silent.push(`${region} does not answer: ${error.message}`);
    }
  }
  for (const one of differing) await wake(one, deps);
  const summary = inWords({ workers: launched.length, regions: regions.size, differing, silent });
  return { summary, news: differing.length > 0, ...(silent.length > 0 && { outcome: 'failed' }) };
}

function compare(workers: readonly WorkerView[], seen: readonly SeenInstance[]): readonly Differs[] {
  const byId = new Map<string, SeenInstance>(seen.map((instance) => [instance.id, instance]));
  return workers.flatMap((worker) => {
    const difference = differenceOf(worker, byId.get(worker.instanceId ?? ''));
    return difference === undefined ? [] : [{ id: worker.id, name: worker.name, difference }];
  });
}

const firstBackoffMs = 1_000;
const attempts = 5;

interface Asking {
  readonly deps: StatusSyncDeps;
  readonly signal: AbortSignal;
}

/** EC2 throttles accounts, not callers: who is refused leaves the others some room before it asks again. */
async function seenIn(
  region: string,
  workers: readonly WorkerView[],
  { deps, signal }: Asking,
): Promise<readonly SeenInstance[]> {
  const ids = workers.flatMap((worker) => (worker.instanceId === undefined ? [] : [instanceId(worker.instanceId)]));
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await deps.instances.list({ region, ids });
    } catch (error) {
      const isThrottled = error instanceof InstancesError && error.code === 'throttled';
      if (!isThrottled || attempt === attempts || signal.aborted) throw error;
    }
    await deps.clock.sleep(firstBackoffMs * 2 ** (attempt - 1), signal);
  }
}

async function wake({ id, difference }: Differs, { controlPlane, fence }: StatusSyncDeps): Promise<void> {
  const reason = `EC2 and its record differ: it ${difference}`;
  // Refused: it has ended meanwhile.
  await controlPlane.send(
    'LookAtWorker',
    { workerId: id, reason },
    { fence: fence(), correlationId: 'job/status-sync' },
  );
}

interface Compared {
  readonly workers: number;
  readonly regions: number;
  readonly differing: readonly Differs[];
  readonly silent: readonly string[];
}

function inWords({ workers, regions, differing, silent }: Compared): string {
  const what = `${counted(workers, 'worker')} in ${counted(regions, 'region')}`;
  const found = differing.map(({ name, difference }) => `${name} ${difference}`).join(', ');
  const differ =
    differing.length === 0 ? '' : `, ${differing.length} ${differing.length === 1 ? 'differs' : 'differ'}: ${found}`;
  return [`${what}${differ}`, ...silent].join('; ');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
