import type { Sample } from '@lcm/core/domain/metrics';
import type { WorkerId } from '@lcm/core/domain/worker';
import type { Instant } from '@lcm/core/kernel';
import type { CmlStats } from '@lcm/core/ports/cml';

/** What CML tells of its load, as a sample. */
export function cmlSample(workerId: WorkerId, stats: CmlStats, at: Instant): Sample {
  return {
    workerId,
    at,
    source: 'cml',
    cpuPercent: stats.cpuPercent,
    memoryPercent: shareOf(stats.memoryUsedBytes, stats.memoryTotalBytes),
    diskPercent: shareOf(stats.diskUsedBytes, stats.diskTotalBytes),
    runningNodes: stats.runningNodes,
  };
}

/** A server that still starts reports totals of zero. */
function shareOf(used: number, total: number): number | undefined {
  return total > 0 ? (100 * used) / total : undefined;
}
