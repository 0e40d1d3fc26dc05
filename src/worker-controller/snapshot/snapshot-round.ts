import type { ControllerCommandInput } from '@lcm/core/contracts/control-plane';
import type { SnapshotView } from '@lcm/core/contracts/snapshot';
import type { WorkerView } from '@lcm/core/contracts/worker';
import { policyWants } from '@lcm/core/domain/snapshot';
import { InstancesError } from '@lcm/core/ports/instances';
import type { SeenSnapshot } from '@lcm/core/ports/volume-snapshots';
import type { JobResult } from '@lcm/core/reconcile';
import type { SnapshotDeps } from './deps.ts';
import { deletedThere } from './plan-snapshot.ts';

interface Records {
  readonly workers: readonly WorkerView[];
  readonly snapshots: readonly SnapshotView[];
}

interface Tally {
  readonly asked: number;
  readonly dropped: number;
  readonly refused: readonly string[];
  readonly vanished: number;
  readonly stray: readonly string[];
  readonly failures: readonly string[];
}

/** What policies want is asked for, and what EC2 holds is compared with what is written down: one round over all regions. */
export function snapshotRound(deps: SnapshotDeps): () => Promise<JobResult> {
  return async () => {
    const { controlPlane } = deps;
    const [workers, snapshots] = await Promise.all([controlPlane.list('worker'), controlPlane.list('snapshot')]);
    const records = { workers, snapshots };
    const policies = await servePolicies(deps, records);
    const compared = await compareRegions(deps, records);
    return resultOf({ ...policies, ...compared }, regionsOf(records).length);
  };
}

async function servePolicies(
  deps: SnapshotDeps,
  { workers, snapshots }: Records,
): Promise<Pick<Tally, 'asked' | 'dropped' | 'refused'>> {
  const now = deps.clock.now();
  let [asked, dropped] = [0, 0];
  const refused: string[] = [];
  for (const worker of workers.filter(({ snapshotPolicy }) => snapshotPolicy !== undefined)) {
    const { take, drop } = policyWants(worker, snapshots, now);
    if (take) {
      // oxlint-disable-next-line no-await-in-loop -- one at a time: a policy is in no hurry, and a refusal stops nobody
      const refusal = await plan(deps, worker);
      if (refusal === undefined) asked += 1;
      else refused.push(`${worker.name}: ${refusal}`);
    }
    // oxlint-disable-next-line no-await-in-loop -- see above
    for (const snapshot of drop) await send(deps, 'DropSnapshot', dropOrder(snapshot, worker));
    dropped += drop.length;
  }
  return { asked, dropped, refused };
}

async function plan(
  deps: SnapshotDeps,
  { id: workerId, snapshotPolicy: policy }: WorkerView,
): Promise<string | undefined> {
  const reason = `its policy wants one every ${policy?.everyHours} h`;
  return send(deps, 'PlanSnapshot', { workerId, reason });
}

function dropOrder(
  { id: snapshotId, state }: SnapshotView,
  worker: WorkerView,
): ControllerCommandInput<'DropSnapshot'> {
  const keep = worker.snapshotPolicy?.keep;
  const reason =
    state === 'error' ? 'it failed, and a newer one is complete' : `its policy keeps ${keep}, newer ones are complete`;
  return { snapshotId, reason };
}

/** Answers with why it was refused. */
async function send<Name extends 'DropSnapshot' | 'PlanSnapshot' | 'ReportSnapshot'>(
  { controlPlane, leadership }: SnapshotDeps,
  name: Name,
  input: ControllerCommandInput<Name>,
): Promise<string | undefined> {
  const told = await controlPlane.send(name, input, { fence: leadership.fence(), correlationId: 'job/snapshots' });
  return told.ok ? undefined : told.rejection.message;
}

type Compared = Pick<Tally, 'failures' | 'stray' | 'vanished'>;

async function compareRegions(deps: SnapshotDeps, records: Records): Promise<Compared> {
  const compared: Compared[] = [];
  for (const region of regionsOf(records)) {
    // oxlint-disable-next-line no-await-in-loop -- one region at a time is gentle to EC2's limits
    compared.push(await compareRegion(deps, region, records));
  }
  return {
    vanished: compared.reduce((sum, { vanished }) => sum + vanished, 0),
    stray: compared.flatMap(({ stray }) => stray),
    failures: compared.flatMap(({ failures }) => failures),
  };
}

async function compareRegion(deps: SnapshotDeps, region: string, { snapshots }: Records): Promise<Compared> {
  try {
    const seen = await deps.snapshots.list({ region });
    const here = snapshots.filter(({ worker }) => worker.spec.region === region);
    const vanished = here.filter((snapshot) => hasVanished(snapshot, seen, deps));
    await Promise.all(vanished.map(async (snapshot) => sayGone(deps, snapshot)));
    return { vanished: vanished.length, stray: strayAmong(seen, snapshots), failures: [] };
  } catch (error) {
    if (!(error instanceof InstancesError)) throw error;
    return { vanished: 0, stray: [], failures: [`${region}: ${error.message}`] };
  }
}

/** One that is complete, that EC2 has had time to show, and that it does not. */
function hasVanished(
  { state, completedAt, cloud }: SnapshotView,
  seen: readonly SeenSnapshot[],
  { clock, settings }: SnapshotDeps,
): boolean {
  if (state !== 'completed' || completedAt === undefined) return false;
  if (clock.now() - completedAt < settings.readLagMs) return false;
  return !seen.some(({ id, state: now }) => id === cloud?.id && now !== 'recoverable');
}

async function sayGone(deps: SnapshotDeps, { id, version }: SnapshotView): Promise<void> {
  const report = { type: 'gone', reason: deletedThere } as const;
  await send(deps, 'ReportSnapshot', { snapshotId: id, expectedVersion: version, report });
}

/** What carries our tag and is in no record, or in one that says deleted. A record is always there before its snapshot. */
function strayAmong(seen: readonly SeenSnapshot[], snapshots: readonly SnapshotView[]): readonly string[] {
  const known = new Set<string>(snapshots.filter(({ state }) => state !== 'deleted').map(({ id }) => id));
  return seen.filter(({ key, state }) => state !== 'recoverable' && !known.has(key)).map(({ id }) => id);
}

function regionsOf({ workers, snapshots }: Records): readonly string[] {
  const used = [
    ...workers.filter(({ status }) => status !== 'terminated').map(({ spec }) => spec.region),
    ...snapshots.map(({ worker }) => worker.spec.region),
  ];
  return [...new Set(used)].toSorted();
}

function resultOf({ asked, dropped, vanished, stray, refused, failures }: Tally, regions: number): JobResult {
  const words = [
    `${asked} asked for, ${dropped} to be deleted by policies in ${regions} region(s)`,
    vanished > 0 && `${vanished} gone from EC2`,
    stray.length > 0 &&
      `in EC2 and in no record, delete them there if they are not another installation’s: ${stray.join(', ')}`,
    refused.length > 0 && `refused: ${refused.join('; ')}`,
    failures.length > 0 && `not looked at: ${failures.join('; ')}`,
  ];
  const news = asked + dropped + vanished + stray.length + refused.length + failures.length > 0;
  return { summary: words.filter((each) => each !== false).join('; '), news };
}
