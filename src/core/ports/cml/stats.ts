/** Sums over all computes. Bytes, per cent of all cores. */
export interface CmlStats {
  readonly cpuCount: number;
  readonly cpuPercent: number;
  readonly memoryTotalBytes: number;
  readonly memoryUsedBytes: number;
  readonly diskTotalBytes: number;
  readonly diskUsedBytes: number;
  readonly runningNodes: number;
}
