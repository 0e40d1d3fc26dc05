import type { Fence } from '@lcm/core/contracts/primitives';
import type { WorkerView } from '@lcm/core/contracts/worker';
import type { SampleSource } from '@lcm/core/domain/metrics';
import type { Clock } from '@lcm/core/kernel';
import type { CmlServers } from '@lcm/core/ports/cml';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { HostMetrics } from '@lcm/core/ports/host-metrics';
import type { MetricsSettings } from './metrics-settings.ts';

/** What could not be measured or told: the next round tries again, but somebody may want to know. */
export interface MetricsFailure {
  readonly source: SampleSource | 'control-plane';
  /** A worker, a region, or how many samples were not told. */
  readonly about: string;
  readonly error: unknown;
}

export interface MetricsDeps {
  readonly controlPlane: ControlPlane;
  readonly cml: CmlServers;
  readonly hostMetrics: HostMetrics;
  readonly clock: Clock;
  readonly cmlAccess: { readonly username: string; readonly password: string };
  readonly settings: MetricsSettings;
  readonly fence: () => Fence;
  /** Aborts when somebody else leads. */
  readonly signal: AbortSignal;
  readonly onFailure?: ((failure: MetricsFailure) => void) | undefined;
}

export function isUp({ status }: WorkerView): boolean {
  return status === 'running' || status === 'draining';
}

/** How many were asked, and which of them did not answer. */
export interface RoundResult {
  readonly asked: number;
  readonly silent: readonly string[];
}
