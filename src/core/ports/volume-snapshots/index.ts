import type { Brand, Instant } from '../../kernel/index.ts';
import type { InstanceId } from '../instances/index.ts';

export type SnapshotId = Brand<string, 'SnapshotId'>;

/** @throws Error when `text` is not shaped like a snapshot id of EC2 */
export function snapshotId(text: string): SnapshotId {
  if (!/^snap-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(text)) throw new Error(`not a snapshot id: ${text}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place a SnapshotId is minted
  return text as SnapshotId;
}

/** EC2's own words: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html */
export const snapshotStates = ['pending', 'completed', 'error', 'recoverable', 'recovering'] as const;
export type SnapshotState = (typeof snapshotStates)[number];

/** The tag that makes a snapshot ours, and that one snapshot of each key is found by. */
export const snapshotKeyTag = 'lcm:snapshot_key';

export interface SeenSnapshot {
  readonly id: SnapshotId;
  readonly region: string;
  /** Ours, as it was asked for. */
  readonly key: string;
  readonly volumeId: string;
  readonly state: SnapshotState;
  /** How much of it is copied, 0 to 100. */
  readonly percent: number;
  /** Of the disk it was taken of, which is the least a disk made of it has. */
  readonly sizeGiB: number;
  /** The disk is kept as it was at this moment. */
  readonly startedAt: Instant;
  readonly encrypted: boolean;
  readonly description: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Why it failed, in EC2's words. */
  readonly problem?: string | undefined;
}

export interface SnapshotRequest {
  readonly region: string;
  /** One snapshot per key. At most 256 characters. */
  readonly key: string;
  /** Whose boot disk is copied, whether it runs or not. */
  readonly instance: InstanceId;
  readonly description: string;
  /** Set as it is made. At most 46: four are needed for restoring. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface SnapshotsQuery {
  readonly region: string;
  readonly ids?: readonly SnapshotId[];
  readonly key?: string;
  /** Exact tag values that all must hold. */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Copies of the disks that instances boot from, and images that new instances start from. Every adapter passes
 * `contract.ts`. Every method may throw `InstancesError`; after any throw but a refusal the effect may or may not have
 * happened.
 */
export interface VolumeSnapshots {
  /**
   * Answers while the copy is under way; what is on the disk at this moment is what is kept. EC2 knows no tokens for it,
   * so whoever asks again is given the oldest that carries the key. A second one can only be made by asking again before
   * the first is shown, and EC2 refuses that for a disk within 15 seconds (`throttled`). `not-found` without such an
   * instance or when its disk is gone.
   */
  create(request: SnapshotRequest): Promise<SeenSnapshot>;
  /** Ours, all pages, oldest first. It may lag behind writes. */
  list(query: SnapshotsQuery): Promise<readonly SeenSnapshot[]>;
  /**
   * The image to launch from, which is made when first asked for; the same one ever after. `unavailable` until a launch
   * would find it. Refused with `wrong-state` until the snapshot is complete, with `not-found` when there is none of ours.
   */
  bootImage(region: string, id: SnapshotId): Promise<string>;
  /** Safe to repeat. Takes its image with it; instances that were launched from that keep their disks. */
  remove(region: string, id: SnapshotId): Promise<void>;
}
