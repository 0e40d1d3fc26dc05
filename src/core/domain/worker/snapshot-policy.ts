/** How often a worker's disk is copied by itself, and how many of these copies are kept at most. */
export interface SnapshotPolicy {
  readonly everyHours: number;
  readonly keep: number;
}
