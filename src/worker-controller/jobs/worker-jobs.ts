import type { JobsToRun } from '@lcm/core/reconcile';
import { type DiscoveryDeps, discovery } from '../discovery/discovery.ts';
import type { MetricsDeps } from '../metrics/deps.ts';
import { metricsJobs } from '../metrics/metrics-jobs.ts';
import { type RetentionDeps, retain } from './retention.ts';
import { type StatusSyncDeps, syncStatus } from './status-sync.ts';

type Deps = StatusSyncDeps &
  RetentionDeps &
  MetricsDeps &
  Omit<DiscoveryDeps, 'everyMs'> & {
    readonly statusSyncMs: number;
    readonly discoveryMs: number;
  };

/** What the worker controller does again and again while it leads. */
export function workerJobs(deps: Deps): JobsToRun {
  return {
    ...metricsJobs(deps),
    'status-sync': { run: async (signal) => syncStatus(deps, signal), everyMs: deps.statusSyncMs, eachTerm: true },
    discovery: discovery({ ...deps, everyMs: deps.discoveryMs }),
    retention: { run: async (signal) => retain(deps, signal) },
  };
}
