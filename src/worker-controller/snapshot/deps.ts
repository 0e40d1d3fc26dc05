import type { Clock } from '@lcm/core/kernel';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { Coordination } from '@lcm/core/ports/coordination';
import type { VolumeSnapshots } from '@lcm/core/ports/volume-snapshots';
import type { Leadership } from '../worker/deps.ts';

/** How patient the controller is with snapshots. All in milliseconds. */
export interface SnapshotSettings {
  /** How often one that is being made or deleted is looked at. */
  readonly pollMs: number;
  /** How long EC2's reads may lag behind its writes before "not seen" means "gone". */
  readonly readLagMs: number;
  /** When EC2 says that it was asked too often: within 15 seconds it takes no second snapshot of a disk. */
  readonly throttledMs: number;
  /** From its order to its begin: EC2 slows down whoever asks for many of one disk. */
  readonly beginDeadlineMs: number;
  /** From its begin to its end: the first of a large disk takes hours. */
  readonly copyDeadlineMs: number;
}

const hour = 3_600_000;

export const defaultSnapshotSettings: SnapshotSettings = {
  pollMs: 5000,
  readLagMs: 120_000,
  throttledMs: 20_000,
  beginDeadlineMs: hour,
  copyDeadlineMs: 24 * hour,
};

export interface SnapshotDeps {
  readonly controlPlane: ControlPlane;
  readonly coordination: Pick<Coordination, 'delete' | 'put'>;
  readonly snapshots: VolumeSnapshots;
  readonly clock: Clock;
  readonly leadership: Leadership;
  /** Put on every snapshot beside those that find it again. */
  readonly tags: Readonly<Record<string, string>>;
  readonly settings: SnapshotSettings;
}
