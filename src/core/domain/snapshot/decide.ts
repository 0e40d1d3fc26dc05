import { type Instant, ok, type Result, reject, unreachable } from '../../kernel/index.ts';
import { type Worker, type WorkerSpec, type WorkerStatus, workerCan } from '../worker/index.ts';
import { type SnapshotAction, type SnapshotState, snapshotCan, snapshotMayBecome } from './lifecycle.ts';
import type { CloudSnapshot, Snapshot, SnapshotEvent, SnapshotId, SnapshotOrigin, SnapshotSource } from './snapshot.ts';

export type SnapshotRejection =
  | { readonly code: 'snapshot.wrong-state'; readonly state: SnapshotState; readonly action: SnapshotAction }
  | { readonly code: 'snapshot.no-disk'; readonly status: WorkerStatus }
  | { readonly code: 'snapshot.under-way'; readonly snapshotId: SnapshotId }
  | { readonly code: 'snapshot.not-of-a-policy' }
  | { readonly code: 'snapshot.no-image' };

export type SnapshotDecision = Result<SnapshotEvent[], SnapshotRejection>;

export interface SnapshotOrder {
  readonly id: SnapshotId;
  readonly description: string;
  readonly origin: SnapshotOrigin;
  readonly reason: string;
  readonly by: string;
}

const unfinished: readonly SnapshotState[] = ['requested', 'pending'];

/** One at a time of each disk: EC2 takes no second one within seconds, and copies what both share only once. */
export function requestSnapshot(
  worker: Worker,
  order: SnapshotOrder,
  { others, at }: { readonly others: readonly Snapshot[]; readonly at: Instant },
): SnapshotDecision {
  const { instanceId, status } = worker;
  if (instanceId === undefined || !workerCan('snapshot', worker)) return reject({ code: 'snapshot.no-disk', status });
  const busy = others.find((one) => one.worker.id === worker.id && unfinished.includes(one.state));
  if (busy !== undefined) return reject({ code: 'snapshot.under-way', snapshotId: busy.id });
  return ok([{ type: 'SnapshotRequested', ...order, worker: sourceOf(worker, instanceId), at }]);
}

function sourceOf(worker: Worker, instanceId: string): SnapshotSource {
  const { id, name, launch, status, template, spec, cmlVersion, activity } = worker;
  const running = status !== 'stopped';
  return { id, name, launch, instanceId, running, template, spec, cmlVersion, labs: activity?.labs };
}

/** Asked for twice is asked for once. */
export function deleteSnapshot(
  snapshot: Snapshot,
  why: { readonly reason: string; readonly at: Instant },
): SnapshotDecision {
  if (snapshot.state === 'deleting' || snapshot.state === 'deleted') return ok([]);
  if (!snapshotCan('delete', snapshot)) return wrongState(snapshot, 'delete');
  return ok([{ type: 'SnapshotDeletionAsked', ...why }]);
}

/** A policy takes away what policies have made, and never what a person wanted. */
export function dropSnapshot(
  snapshot: Snapshot,
  why: { readonly reason: string; readonly at: Instant },
): SnapshotDecision {
  if (snapshot.origin !== 'schedule') return reject({ code: 'snapshot.not-of-a-policy' });
  return deleteSnapshot(snapshot, why);
}

/** What a worker is made of that starts from it: as the original, on a disk that holds what the snapshot holds. */
export function specFrom(snapshot: Snapshot): Result<WorkerSpec, SnapshotRejection> {
  const { cloud, imageId, worker } = snapshot;
  if (!snapshotCan('restore', snapshot)) return reject(wrong(snapshot, 'restore'));
  if (imageId === undefined || cloud === undefined) return reject({ code: 'snapshot.no-image' });
  return ok({ ...worker.spec, imageId, volumeGiB: Math.max(worker.spec.volumeGiB, cloud.sizeGiB) });
}

function wrong({ state }: Snapshot, action: SnapshotAction): SnapshotRejection {
  return { code: 'snapshot.wrong-state', state, action };
}

function wrongState(snapshot: Snapshot, action: SnapshotAction): SnapshotDecision {
  return reject(wrong(snapshot, action));
}

/** What the controller saw of it, or did to it. */
export type SnapshotReport =
  | { readonly type: 'started'; readonly cloud: CloudSnapshot }
  | { readonly type: 'completed'; readonly note?: string | undefined }
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'image-made'; readonly imageId: string }
  | { readonly type: 'deletion-refused'; readonly reason: string }
  /** EC2 has none of it any more: deleted by us, or by somebody there. */
  | { readonly type: 'gone'; readonly reason: string };

/** Old news changes nothing. */
export function reportSnapshot(snapshot: Snapshot, seen: SnapshotReport, at: Instant): SnapshotDecision {
  switch (seen.type) {
    case 'started':
      return when(snapshot, 'pending', { type: 'SnapshotStarted', cloud: seen.cloud, at });
    case 'completed':
      if (snapshot.state !== 'pending') return ok([]);
      return when(snapshot, 'completed', { type: 'SnapshotCompleted', ...(seen.note && { note: seen.note }), at });
    case 'failed':
      if (!unfinished.includes(snapshot.state)) return ok([]);
      return when(snapshot, 'error', { type: 'SnapshotFailed', reason: seen.reason, at });
    case 'image-made':
      if (snapshot.state !== 'completed' || snapshot.imageId === seen.imageId) return ok([]);
      return ok([{ type: 'SnapshotImageMade', imageId: seen.imageId, at }]);
    case 'deletion-refused':
      if (snapshot.state !== 'deleting') return ok([]);
      return ok([{ type: 'SnapshotDeletionRefused', reason: seen.reason, at }]);
    case 'gone':
      return when(snapshot, 'deleted', { type: 'SnapshotDeleted', reason: seen.reason, at });
    default:
      return unreachable(seen);
  }
}

function when(snapshot: Snapshot, to: SnapshotState, event: SnapshotEvent): SnapshotDecision {
  return ok(snapshotMayBecome(snapshot.state, to) ? [event] : []);
}
