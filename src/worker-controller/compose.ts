import { stateKey } from '@lcm/core/contracts/state-keys';
import { FoundInstanceId } from '@lcm/core/domain/instance';
import { WorkerId } from '@lcm/core/domain/worker';
import type { Clock, Random } from '@lcm/core/kernel';
import type { CmlServers } from '@lcm/core/ports/cml';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { Coordination } from '@lcm/core/ports/coordination';
import type { HostMetrics } from '@lcm/core/ports/host-metrics';
import type { Instances } from '@lcm/core/ports/instances';
import {
  type ControllerObserver,
  type JobWork,
  type Leadership,
  newsFor,
  recurring,
  runController,
  setup,
} from '@lcm/core/reconcile';
import type { WorkerControllerConfig } from './config.ts';
import { discovery } from './discovery/discovery.ts';
import { instanceReconciler } from './instance/instance-reconciler.ts';
import { collectMetrics } from './metrics/collect-metrics.ts';
import type { MetricsFailure } from './metrics/deps.ts';
import { workerReconciler } from './worker/worker-reconciler.ts';

export interface WorkerControllerPorts {
  readonly controlPlane: ControlPlane;
  readonly coordination: Coordination;
  readonly instances: Instances;
  readonly cml: CmlServers;
  readonly hostMetrics: HostMetrics;
  readonly clock: Clock;
  readonly random: Random;
  /** Of this process, for people who ask who leads. */
  readonly name: string;
  readonly ttlMs?: number | undefined;
  /** Everything is looked at again this often, whatever the watch said. */
  readonly resyncMs?: number | undefined;
  readonly observer?: ControllerObserver | undefined;
  readonly onMetricsFailed?: ((failure: MetricsFailure) => void) | undefined;
}

const prefix = stateKey('worker/');
const instancePrefix = stateKey('instance/');
/** Metal hosts and CML answer slowly: nobody waits for his neighbour. */
const concurrency = 16;

/** Everything the worker controller is made of: one leader, one reconciler, woken by whatever changes a worker. */
export function composeWorkerController(
  config: WorkerControllerConfig,
  ports: WorkerControllerPorts,
): { run: (signal: AbortSignal) => Promise<void> } {
  const { controlPlane, instances, cml, hostMetrics, onMetricsFailed, resyncMs, ...election } = ports;
  const run = (signal: AbortSignal): Promise<void> =>
    runController({
      ...election,
      signal,
      election: 'worker-controller',
      onEntry: newsFor(controlPlane),
      reconcilers: (leadership) => [
        setup({
          reconciler: workerReconciler({ ...config, controlPlane, instances, cml, clock: ports.clock, leadership }),
          prefixes: [prefix],
          keyOf: ({ key }) => workerIn(key),
          concurrency,
          resyncMs,
        }),
        setup({
          reconciler: instanceReconciler({ ...config, controlPlane, instances, clock: ports.clock, leadership }),
          prefixes: [instancePrefix],
          keyOf: ({ key }) => foundIn(key),
          resyncMs,
        }),
        recurring({ discovery: discoveryOf(config, ports, leadership) }, { ...ports, leadership }),
        () => {
          const { fence, signal: leading } = leadership;
          const measuring = { controlPlane, cml, hostMetrics, clock: ports.clock, cmlAccess: config.cmlAccess };
          const settings = config.metrics;
          return collectMetrics({ ...measuring, settings, fence, signal: leading, onFailure: onMetricsFailed });
        },
      ],
    });
  return { run };
}

function discoveryOf(
  { discovery: settings, settings: { readLagMs } }: WorkerControllerConfig,
  { controlPlane, instances, clock }: WorkerControllerPorts,
  { fence }: Leadership,
): JobWork {
  return discovery({ controlPlane, instances, clock, fence, settings, readLagMs });
}

function foundIn(key: string): FoundInstanceId | undefined {
  const id = key.slice(instancePrefix.length);
  return FoundInstanceId.is(id) ? id : undefined;
}

function workerIn(key: string): WorkerId | undefined {
  const id = key.slice(prefix.length);
  return WorkerId.is(id) ? id : undefined;
}
