import { type Actor, whyNot } from '@lcm/core/domain/access';
import { type SnapshotOrigin, snapshotCan } from '@lcm/core/domain/snapshot';
import { workerCan } from '@lcm/core/domain/worker';
import { plural } from './format.ts';
import type { Snapshot, Worker } from './views.ts';

export const originLabels = {
  'by-hand': 'By hand',
  schedule: 'By policy',
  'before-termination': 'Before the end of its worker',
} as const satisfies Record<SnapshotOrigin, string>;

/** Of one worker, or of all; those that are deleted are in the history. */
export function snapshotsOf(snapshots: readonly Snapshot[], workerId: string): readonly Snapshot[] {
  return newestFirst(snapshots.filter(({ worker, state }) => worker.id === workerId && state !== 'deleted'));
}

export function newestFirst(snapshots: readonly Snapshot[]): readonly Snapshot[] {
  return snapshots.toSorted((a, b) => b.requestedAt.localeCompare(a.requestedAt));
}

/** Why the viewer cannot have one made now; `undefined` when they can. */
export function whyNotCreate(actor: Actor, worker: Worker, snapshots: readonly Snapshot[]): string | undefined {
  const access = whyNot(actor, 'worker:manage');
  if (access !== undefined) return access;
  if (worker.instanceId === undefined || !workerCan('snapshot', worker)) {
    return `A worker that is ${worker.status} has no disk to copy`;
  }
  const isBusy = snapshotsOf(snapshots, worker.id).some(({ state }) => state === 'requested' || state === 'pending');
  return isBusy ? 'One of it is being made: wait until that is complete' : undefined;
}

export function whyNotRestore(actor: Actor, snapshot: Snapshot): string | undefined {
  const access = whyNot(actor, 'worker:manage');
  if (access !== undefined) return access;
  if (!snapshotCan('restore', snapshot)) return `Not possible while it is ${snapshot.state}`;
  return snapshot.imageId === undefined ? 'The image that a worker starts from is being made' : undefined;
}

export function whyNotDelete(actor: Actor, snapshot: Snapshot): string | undefined {
  const access = whyNot(actor, 'worker:manage');
  if (access !== undefined) return access;
  return snapshotCan('delete', snapshot) ? undefined : `It is ${snapshot.state}`;
}

/** What is on a copy of the disk as it is now. */
export function consistencyOf({ status }: Pick<Worker, 'status'>): string {
  return status === 'stopped'
    ? 'It is stopped: everything it has written is on its disk.'
    : 'It runs: its disk is kept as after a power cut. What CML has not written yet is missing, and nodes that run are not in it as they run. Stop it first for a copy without gaps.';
}

/** What follows for workers from its end. */
export function madeFromIt(snapshot: Snapshot, workers: readonly Worker[]): string {
  const { imageId } = snapshot;
  const made = workers.filter(({ spec, status }) => spec.imageId === imageId && status !== 'terminated').length;
  if (imageId === undefined || made === 0) return 'No worker that is there was made from it.';
  const them =
    made === 1
      ? 'it keeps its disk, but cannot be launched anew'
      : 'they keep their disks, but cannot be launched anew';
  return `${plural(made, 'worker')} ${made === 1 ? 'was' : 'were'} made from it: ${them} if an instance is lost.`;
}

export function policyInWords(policy: Worker['snapshotPolicy']): string {
  if (policy === undefined) return 'Snapshots of it are made by hand only.';
  const { everyHours, keep } = policy;
  const often = everyHours === 1 ? 'every hour' : `every ${everyHours} h`;
  return `One is made ${often}; the newest ${keep === 1 ? 'one is' : `${keep} are`} kept. Those made by hand are not counted and never deleted by it.`;
}
