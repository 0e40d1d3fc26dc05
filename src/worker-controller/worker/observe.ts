import type { WorkerView } from '@lcm/core/contracts/worker';
import { holdsLicense, isResting, launchToken } from '@lcm/core/domain/worker';
import { instant } from '@lcm/core/kernel';
import type { CmlServer } from '@lcm/core/ports/cml';
import { InstancesError, instanceId, type SeenInstance } from '@lcm/core/ports/instances';
import type { WorkerReconcilerDeps } from './deps.ts';
import { findLeftovers } from './find-leftovers.ts';
import { lookAtActivity } from './look-at-activity.ts';
import { lookAtDetails } from './look-at-details.ts';
import type { Memory } from './memory.ts';
import type { Seen, SeenCml } from './seen.ts';

/** Looks at everything around the worker that its plan may need, and at nothing else. */
export async function observe(deps: WorkerReconcilerDeps, worker: WorkerView, memory: Memory): Promise<Seen> {
  const instance = await findInstance(deps, worker);
  const leftovers = await findLeftovers(deps, worker, memory);
  const now = deps.clock.now();
  const missingSince = instance ? undefined : (memory.of(worker).missingSince ?? now);
  const returningSince = returnsLicense(worker) ? (memory.of(worker).returningSince ?? now) : undefined;
  const { renewalAskedAt, stopAskedAt, leftoverAskedAt, aligned } = memory.note(worker, {
    missingSince,
    returningSince,
  });
  const seen = { instance, leftovers, leftoverAskedAt, aligned, renewalAskedAt, returningSince };
  if (instance?.state !== 'running') return { ...seen, missingSince };
  const checks = await checksOf(deps, instance);
  const cml = asksCml(worker) ? await observeCml(deps, { worker, instance, memory }) : undefined;
  return { ...seen, checks, cml, ...heard(deps, worker, memory), stopAskedAt };
}

/** What CML told by itself since the last look. */
function heard({ live }: WorkerReconcilerDeps, worker: WorkerView, memory: Memory): Pick<Seen, 'line' | 'labsMoved'> {
  const asked = Math.max(worker.labsRefreshAskedAt ?? 0, memory.of(worker).labsAskedAt ?? 0);
  memory.note(worker, { labsAskedAt: instant(asked) });
  const heardAt = live?.labsHeardAt(worker.id);
  return { line: live?.lineOf(worker.id), ...(heardAt !== undefined && heardAt > asked && { labsMoved: true }) };
}

async function findInstance(
  { instances }: WorkerReconcilerDeps,
  worker: WorkerView,
): Promise<SeenInstance | undefined> {
  const { region } = worker.spec;
  if (worker.instanceId === undefined) {
    const found = await instances.list({ region, token: launchToken(worker) });
    return found[0];
  }
  try {
    const [found] = await instances.list({ region, ids: [instanceId(worker.instanceId)] });
    return found;
  } catch (error) {
    // EC2 answers an id that it does not know (yet, or any more) with an error instead of an empty list.
    if (error instanceof InstancesError && error.code === 'not-found') return undefined;
    throw error;
  }
}

async function checksOf({ instances }: WorkerReconcilerDeps, { region, id }: SeenInstance): Promise<Seen['checks']> {
  const [checks] = await instances.checks(region, [id]);
  return checks && { system: checks.system, instance: checks.instance, events: checks.events };
}

function asksCml(worker: WorkerView): boolean {
  const { status } = worker;
  if (status === 'running' || status === 'draining') return true;
  return status === 'stopping' ? isResting(worker) : returnsLicense(worker);
}

function returnsLicense({ status, license }: WorkerView): boolean {
  return (status === 'terminating' || status === 'failed') && holdsLicense(license);
}

interface Host {
  readonly worker: WorkerView;
  readonly instance: SeenInstance;
  readonly memory: Memory;
}

async function observeCml(deps: WorkerReconcilerDeps, host: Host): Promise<SeenCml | undefined> {
  const { worker, instance, memory } = host;
  const { username, password, endpointOf } = deps.cmlAccess;
  const url = endpointOf(instance);
  if (url === undefined) return undefined;
  try {
    const answer = await askCml(deps, deps.cml.at({ url, username, password }), host);
    memory.note(worker, { cmlDownSince: undefined });
    return { up: true, endpoint: url, ...answer };
  } catch (error) {
    const downSince = memory.of(worker).cmlDownSince ?? deps.clock.now();
    memory.note(worker, { cmlDownSince: downSince });
    return { up: false, because: error instanceof Error ? error.message : String(error), downSince };
  }
}

async function askCml(
  deps: WorkerReconcilerDeps,
  cml: CmlServer,
  host: Host,
): Promise<Omit<Extract<SeenCml, { up: true }>, 'up' | 'endpoint'>> {
  const { version, ready } = await cml.system();
  if (!ready) return { version, ready };
  const licensing = await cml.licensing();
  const activity = await lookAtActivity(deps, cml, host);
  return { version, ready, licensing, activity, details: await lookAtDetails(deps, cml, host) };
}
