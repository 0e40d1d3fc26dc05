import { GatheredInstances } from '@lcm/core/adapters/instances/gathered-instances';
import { stateKey } from '@lcm/core/contracts/state-keys';
import type { WorkerView } from '@lcm/core/contracts/worker';
import { FoundInstanceId } from '@lcm/core/domain/instance';
import { SnapshotId } from '@lcm/core/domain/snapshot';
import { WorkerId } from '@lcm/core/domain/worker';
import type { Clock, Random } from '@lcm/core/kernel';
import type { CmlServers } from '@lcm/core/ports/cml';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { Coordination } from '@lcm/core/ports/coordination';
import type { HostMetrics } from '@lcm/core/ports/host-metrics';
import type { Instances } from '@lcm/core/ports/instances';
import type { VolumeSnapshots } from '@lcm/core/ports/volume-snapshots';
import {
  type AnyReconcilerSetup,
  type ControllerObserver,
  endOfTerm,
  type FeedEntry,
  type Leadership,
  newsFor,
  recurring,
  runController,
  setup,
} from '@lcm/core/reconcile';
import type { WorkerControllerConfig } from './config.ts';
import { instanceReconciler } from './instance/instance-reconciler.ts';
import { workerJobs } from './jobs/worker-jobs.ts';
import { Lines } from './live/lines.ts';
import { cmlSample } from './metrics/cml-sample.ts';
import type { MetricsDeps, MetricsFailure } from './metrics/deps.ts';
import { measureOnce } from './metrics/metrics-jobs.ts';
import { SampleOutbox } from './metrics/sample-outbox.ts';
import { defaultSnapshotSettings, type SnapshotDeps } from './snapshot/deps.ts';
import { snapshotReconciler } from './snapshot/snapshot-reconciler.ts';
import { snapshotRound } from './snapshot/snapshot-round.ts';
import { workerReconciler } from './worker/worker-reconciler.ts';

export interface WorkerControllerPorts {
  readonly controlPlane: ControlPlane;
  readonly coordination: Coordination;
  readonly instances: Instances;
  readonly snapshots: VolumeSnapshots;
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
const snapshotPrefix = stateKey('snapshot/');
/** Metal hosts and CML answer slowly, and most of a look is waiting: a fleet of a thousand is seen in a few turns. */
const concurrency = 200;

/** Everything the worker controller is made of: one leader, one reconciler, woken by whatever changes a worker. */
export function composeWorkerController(
  config: WorkerControllerConfig,
  ports: WorkerControllerPorts,
): { run: (signal: AbortSignal) => Promise<void> } {
  const { controlPlane, coordination, clock, random, name, ttlMs, observer } = ports;
  const run = (signal: AbortSignal): Promise<void> =>
    runController({
      coordination,
      clock,
      random,
      name,
      ttlMs,
      observer,
      signal,
      election: 'worker-controller',
      onEntry: newsFor(controlPlane),
      reconcilers: (leadership) => [
        endOfTerm(controlPlane, leadership),
        ...workers(config, ports, leadership),
        foundInstances(config, ports, leadership),
        diskSnapshots(config, ports, leadership),
        jobs(config, ports, leadership),
      ],
    });
  return { run };
}

/** Who looks at the workers, and who listens to them meanwhile. */
function workers(
  config: WorkerControllerConfig,
  ports: WorkerControllerPorts,
  leadership: Leadership,
): readonly AnyReconcilerSetup[] {
  const { controlPlane, cml, clock, resyncMs } = ports;
  const instances = new GatheredInstances(ports.instances, clock);
  const of = { prefixes: [prefix], keyOf: ({ key }: FeedEntry) => workerIn(key), concurrency, resyncMs };
  const measuring = measuringDeps(config, ports, leadership);
  const measure = config.metrics.enabled ? async (worker: WorkerView) => measureOnce(measuring, worker) : undefined;
  const lines = linesOf(config, ports, leadership);
  const live = config.lines.enabled ? lines : undefined;
  const reconciler = workerReconciler({ ...config, controlPlane, instances, cml, clock, leadership, measure, live });
  const looking = setup({
    ...of,
    reconciler,
    onQueue: (call) => lines.wakeBy((id, afterMs) => call(id, { afterMs })),
  });
  if (live === undefined) return [looking];
  const listening: AnyReconcilerSetup = async (use) => {
    await use({ ...of, reconciler: live.reconciler() });
    await live.ended();
  };
  return [looking, listening];
}

function linesOf(config: WorkerControllerConfig, ports: WorkerControllerPorts, leadership: Leadership): Lines {
  const { controlPlane, cml, clock, random } = ports;
  const { cmlAccess, lines: settings } = config;
  const outbox = new SampleOutbox(measuringDeps(config, ports, leadership));
  const onFigures: ConstructorParameters<typeof Lines>[0]['onFigures'] = (id, stats) =>
    outbox.add([cmlSample(id, stats, clock.now())]);
  return new Lines({ controlPlane, cml, cmlAccess, clock, random, settings, signal: leadership.signal, onFigures });
}

function foundInstances(
  config: WorkerControllerConfig,
  { controlPlane, instances, clock, resyncMs }: WorkerControllerPorts,
  leadership: Leadership,
): AnyReconcilerSetup {
  return setup({
    reconciler: instanceReconciler({ ...config, controlPlane, instances, clock, leadership }),
    prefixes: [instancePrefix],
    keyOf: ({ key }) => foundIn(key),
    resyncMs,
  });
}

function jobs(
  config: WorkerControllerConfig,
  ports: WorkerControllerPorts,
  leadership: Leadership,
): AnyReconcilerSetup {
  const { controlPlane, coordination, clock, instances, resyncMs } = ports;
  const measuring = measuringDeps(config, ports, leadership);
  const { statusSyncMs, discoveryMs } = config;
  const { readLagMs } = config.settings;
  const work = {
    ...workerJobs({ ...measuring, instances, statusSyncMs, discoveryMs, readLagMs }),
    snapshots: { run: snapshotRound(snapshotDeps(config, ports, leadership)) },
  };
  return recurring(work, { controlPlane, coordination, clock, leadership, resyncMs });
}

function measuringDeps(
  { cmlAccess, metrics: settings }: WorkerControllerConfig,
  { controlPlane, cml, hostMetrics, clock, onMetricsFailed: onFailure }: WorkerControllerPorts,
  { fence, signal }: Leadership,
): MetricsDeps {
  return { controlPlane, cml, hostMetrics, clock, cmlAccess, settings, fence, signal, onFailure };
}

function diskSnapshots(
  config: WorkerControllerConfig,
  ports: WorkerControllerPorts,
  leadership: Leadership,
): AnyReconcilerSetup {
  return setup({
    reconciler: snapshotReconciler(snapshotDeps(config, ports, leadership)),
    prefixes: [snapshotPrefix],
    keyOf: ({ key }) => snapshotIn(key),
    resyncMs: ports.resyncMs,
  });
}

function snapshotDeps(
  { tags, settings: { busyPollMs, readLagMs } }: WorkerControllerConfig,
  { controlPlane, coordination, snapshots, clock }: WorkerControllerPorts,
  leadership: Leadership,
): SnapshotDeps {
  const settings = { ...defaultSnapshotSettings, pollMs: busyPollMs, readLagMs };
  return { controlPlane, coordination, snapshots, clock, leadership, tags, settings };
}

function snapshotIn(key: string): SnapshotId | undefined {
  const id = key.slice(snapshotPrefix.length);
  return SnapshotId.is(id) ? id : undefined;
}

function foundIn(key: string): FoundInstanceId | undefined {
  const id = key.slice(instancePrefix.length);
  return FoundInstanceId.is(id) ? id : undefined;
}

function workerIn(key: string): WorkerId | undefined {
  const id = key.slice(prefix.length);
  return WorkerId.is(id) ? id : undefined;
}
