import { type Brand, type Instant, idKind } from '../../kernel/index.ts';
import type { WorkerId, WorkerSpec } from '../worker/index.ts';
import type { SnapshotState } from './lifecycle.ts';

export type SnapshotId = Brand<string, 'SnapshotId'>;
/** Ours, before EC2 has one for it. */
export const SnapshotId = idKind<'SnapshotId'>('snp');

export const snapshotOrigins = ['by-hand', 'schedule', 'before-termination'] as const;
export type SnapshotOrigin = (typeof snapshotOrigins)[number];

/** The host at the moment it was asked for: all that is needed to make another one, also when this one is long gone. */
export interface SnapshotSource {
  readonly id: WorkerId;
  /** At that time: names are used again. */
  readonly name: string;
  readonly launch: number;
  readonly instanceId: string;
  /** A disk in use is kept as after a power cut. */
  readonly running: boolean;
  readonly template: string;
  readonly spec: WorkerSpec;
  readonly cmlVersion?: string | undefined;
  /** Absent when CML did not tell. */
  readonly labs?: number | undefined;
}

/** What EC2 told of it when it was begun. */
export interface CloudSnapshot {
  readonly id: string;
  readonly volumeId: string;
  readonly sizeGiB: number;
  readonly encrypted: boolean;
  /** What was on the disk at this moment is what is kept. */
  readonly startedAt: Instant;
}

/** A copy of the disk that a worker boots from. */
export interface Snapshot {
  readonly id: SnapshotId;
  readonly worker: SnapshotSource;
  readonly description: string;
  readonly origin: SnapshotOrigin;
  /** Why somebody wanted it. */
  readonly purpose: string;
  readonly requestedBy: string;
  readonly requestedAt: Instant;
  readonly state: SnapshotState;
  readonly stateSince: Instant;
  /** Why it has its state, in words. */
  readonly reason: string;
  /** Absent until EC2 has begun it. */
  readonly cloud?: CloudSnapshot | undefined;
  readonly completedAt?: Instant | undefined;
  /** What new workers start from. */
  readonly imageId?: string | undefined;
}

export type SnapshotEvent =
  | {
      readonly type: 'SnapshotRequested';
      readonly id: SnapshotId;
      readonly worker: SnapshotSource;
      readonly description: string;
      readonly origin: SnapshotOrigin;
      readonly reason: string;
      readonly by: string;
      readonly at: Instant;
    }
  | { readonly type: 'SnapshotStarted'; readonly cloud: CloudSnapshot; readonly at: Instant }
  /** With what became of the other thing that was to follow from it. */
  | { readonly type: 'SnapshotCompleted'; readonly note?: string | undefined; readonly at: Instant }
  | { readonly type: 'SnapshotFailed'; readonly reason: string; readonly at: Instant }
  | { readonly type: 'SnapshotImageMade'; readonly imageId: string; readonly at: Instant }
  | { readonly type: 'SnapshotDeletionAsked'; readonly reason: string; readonly at: Instant }
  | { readonly type: 'SnapshotDeletionRefused'; readonly reason: string; readonly at: Instant }
  | { readonly type: 'SnapshotDeleted'; readonly reason: string; readonly at: Instant };
