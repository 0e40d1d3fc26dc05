/** Packets that a lab wants to have captured while somebody works in it: on every cable between two of its nodes. */
export interface CaptureWish {
  /** Labels of the nodes. */
  readonly between: readonly [string, string];
  /** A capture ends at whichever comes first. */
  readonly packets: number;
  readonly minutes: number;
  /** As tcpdump takes it; absent: everything. */
  readonly filter?: string | undefined;
}
