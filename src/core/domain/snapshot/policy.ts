import type { Instant } from '../../kernel/index.ts';
import { type SnapshotPolicy, type Worker, workerCan } from '../worker/index.ts';
import type { Snapshot } from './snapshot.ts';

const hourMs = 3_600_000;

/** What a worker's policy wants now. */
export interface PolicyWants<One> {
  readonly take: boolean;
  /** With the oldest first. */
  readonly drop: readonly One[];
}

type Subject = Pick<Worker, 'id' | 'instanceId' | 'snapshotPolicy' | 'status' | 'statusSince'>;

/** Looks at the snapshots that the policy made, and at no others. A host that is gone has no policy any more. */
export function policyWants<One extends Snapshot>(
  worker: Subject,
  snapshots: readonly One[],
  now: Instant,
): PolicyWants<One> {
  const { snapshotPolicy: policy, instanceId } = worker;
  if (policy === undefined || worker.status === 'terminated') return { take: false, drop: [] };
  const own = snapshots
    .filter(({ origin, worker: source }) => origin === 'schedule' && source.id === worker.id)
    .toSorted((a, b) => a.requestedAt - b.requestedAt);
  const busy = snapshots.some(({ state, worker: source }) => source.id === worker.id && isUnderWay(state));
  const may = instanceId !== undefined && workerCan('snapshot', worker) && !busy;
  return { take: may && isDue(worker, policy, { own, now }), drop: surplus(own, policy) };
}

function isUnderWay(state: Snapshot['state']): boolean {
  return state === 'requested' || state === 'pending';
}

function isDue(
  worker: Subject,
  { everyHours }: SnapshotPolicy,
  { own, now }: { readonly own: readonly Snapshot[]; readonly now: Instant },
): boolean {
  const last = own.at(-1);
  if (last === undefined) return true;
  if (now - last.requestedAt < everyHours * hourMs) return false;
  return !holdsTheSame(worker, last);
}

/** A host that was stopped before it and has not run since has nothing else on its disk. */
function holdsTheSame({ status, statusSince, instanceId }: Subject, { state, worker, requestedAt }: Snapshot): boolean {
  const isKept = state === 'completed' && worker.instanceId === instanceId;
  return isKept && !worker.running && status === 'stopped' && statusSince <= requestedAt;
}

/** Only complete ones count, so that nothing old goes before something newer is there; failed ones go with them. */
function surplus<One extends Snapshot>(own: readonly One[], { keep }: SnapshotPolicy): readonly One[] {
  const kept = own.filter(({ state }) => state === 'completed').slice(-keep);
  const [oldest, newest] = [kept[0], kept.at(-1)];
  if (oldest === undefined || newest === undefined) return [];
  return own.filter(({ state, requestedAt }) => {
    if (state === 'completed') return requestedAt < oldest.requestedAt;
    return state === 'error' && requestedAt < newest.requestedAt;
  });
}
