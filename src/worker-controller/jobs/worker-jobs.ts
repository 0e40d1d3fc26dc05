import type { Fence } from '@lcm/core/contracts/primitives';
import type { JobsToRun } from '@lcm/core/reconcile';
import type { MetricsDeps } from '../metrics/deps.ts';
import { metricsJobs } from '../metrics/metrics-jobs.ts';
import { type RetentionDeps, retain } from './retention.ts';
import { type StatusSyncDeps, syncStatus } from './status-sync.ts';

interface Deps extends StatusSyncDeps, RetentionDeps, MetricsDeps {
  readonly fence: () => Fence;
  readonly statusSyncMs: number;
}

/** What the worker controller does again and again while it leads. */
export function workerJobs(deps: Deps): JobsToRun {
  return {
    ...metricsJobs(deps),
    'status-sync': { run: async (signal) => syncStatus(deps, signal), everyMs: deps.statusSyncMs, eachTerm: true },
    retention: { run: async (signal) => retain(deps, signal) },
  };
}
