import { wantedIn, wantedStatisticsKey } from '@lcm/core/contracts/lab-statistics';
import { stateKey } from '@lcm/core/contracts/state-keys';
import { grade } from '@lcm/core/domain/grading';
import { LabRecordId } from '@lcm/core/domain/lab';
import { SessionId } from '@lcm/core/domain/session';
import { WorkerId } from '@lcm/core/domain/worker';
import type { Clock, IdKind, Random } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import type { CmlServers } from '@lcm/core/ports/cml';
import type { Consoles } from '@lcm/core/ports/consoles';
import type { ContentSource } from '@lcm/core/ports/content-source';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { Coordination } from '@lcm/core/ports/coordination';
import type { LabDeliveries } from '@lcm/core/ports/lab-delivery';
import {
  type AnyReconcilerSetup,
  type ControllerObserver,
  type FeedEntry,
  type JobsToRun,
  type Leadership,
  newsFor,
  recurring,
  runController,
  setup,
} from '@lcm/core/reconcile';
import type { LabletControllerConfig } from './config.ts';
import { contentSync } from './content/content-sync.ts';
import type { SyncReport } from './content/sync-content.ts';
import { deliveryReconciler } from './delivery/delivery-reconciler.ts';
import { drainReconciler } from './drain/drain-reconciler.ts';
import { inboxReconciler } from './inbox/inbox-reconciler.ts';
import type { LabDeps } from './lab/deps.ts';
import { labReconciler } from './lab/lab-reconciler.ts';
import { labStatisticsReconciler } from './lab/lab-statistics-reconciler.ts';
import { labsRound } from './lab/labs-round.ts';
import { LabRefresh } from './lab/refresh-labs.ts';
import { sessionLabReconciler } from './lab/session-lab-reconciler.ts';
import { workerLabsReconciler } from './lab/worker-labs-reconciler.ts';
import { lossReconciler } from './session/loss-reconciler.ts';
import { outageReconciler } from './session/outage-reconciler.ts';
import { type SessionReconcilerDeps, sessionReconciler } from './session/session-reconciler.ts';

export interface LabletControllerPorts {
  readonly controlPlane: ControlPlane;
  readonly coordination: Coordination;
  readonly cml: CmlServers;
  readonly labDeliveries: LabDeliveries;
  /** Of the nodes; without it they are not asked anything. */
  readonly consoles?: Consoles | undefined;
  readonly blobs: Blobs;
  /** Without one nothing is published from here. */
  readonly content?: ContentSource | undefined;
  readonly clock: Clock;
  readonly random: Random;
  /** Of this process, for people who ask who leads. */
  readonly name: string;
  readonly ttlMs?: number | undefined;
  /** Everything is looked at again this often, whatever the watch said. */
  readonly resyncMs?: number | undefined;
  readonly observer?: ControllerObserver | undefined;
  readonly onContentSynced?: ((report: SyncReport) => void) | undefined;
  readonly onContentFailed?: ((error: unknown) => void) | undefined;
}

const sessionPrefix = stateKey('session/');
const inboxPrefix = stateKey('inbox/');
const labPrefix = stateKey('lab/');
const workerPrefix = stateKey('worker/');
/** Of which all labs are read. */
const hostsAtOnce = 5;
/** Steps wait for CML servers, of which each serves few sessions. */
const concurrency = 32;
const earlyRetryMs = 15_000;

/** Everything the lablet controller is made of: one leader that brings sessions on, hears LDS and publishes content. */
export function composeLabletController(
  config: LabletControllerConfig,
  ports: LabletControllerPorts,
): { run: (signal: AbortSignal) => Promise<void> } {
  const { coordination, clock, random, name, ttlMs, observer } = ports;
  const run = (signal: AbortSignal): Promise<void> =>
    runController({
      coordination,
      clock,
      random,
      name,
      ttlMs,
      observer,
      signal,
      election: 'lablet-controller',
      onEntry: newsFor(ports.controlPlane),
      reconcilers: (leadership) => {
        const reading = readingLabs(config, ports, leadership);
        return [
          ...sessions(config, ports, leadership),
          forcedDrains(config, ports, leadership),
          inbox(ports, leadership),
          ...labs(config, ports, reading),
          jobs(config, ports, reading),
        ];
      },
    });
  return { run };
}

function sessions(
  { cmlAccess, pollMs, consolesOnPrivateIp, deliveryLookMs: lookMs }: LabletControllerConfig,
  { controlPlane, cml, labDeliveries: deliveries, consoles, blobs, clock, resyncMs }: LabletControllerPorts,
  leadership: Leadership,
): readonly AnyReconcilerSetup[] {
  const deps: SessionReconcilerDeps = {
    controlPlane,
    cml,
    deliveries,
    consoles,
    blobs,
    clock,
    leadership,
    cmlAccess,
    deviceHostOf: ({ publicIp, privateIp }) => (consolesOnPrivateIp ? privateIp : publicIp),
    grade,
    pollMs,
  };
  return [
    setup({
      reconciler: sessionReconciler(deps),
      prefixes: [sessionPrefix],
      keyOf: keyIn(sessionPrefix, SessionId),
      concurrency,
      resyncMs,
    }),
    setup({
      reconciler: lossReconciler(deps),
      prefixes: [workerPrefix],
      keyOf: keyIn(workerPrefix, WorkerId),
      concurrency: hostsAtOnce,
      resyncMs,
    }),
    setup({
      reconciler: deliveryReconciler({ ...deps, lookMs }),
      prefixes: [sessionPrefix],
      keyOf: keyIn(sessionPrefix, SessionId),
      concurrency,
      resyncMs,
    }),
    setup({
      reconciler: outageReconciler(deps),
      prefixes: [workerPrefix],
      keyOf: keyIn(workerPrefix, WorkerId),
      concurrency: hostsAtOnce,
      resyncMs,
    }),
  ];
}

/** What changes a thing of a kind, by the thing's id. */
function keyIn<Id extends string>(prefix: string, kind: IdKind<Id>): (entry: FeedEntry) => Id | undefined {
  return ({ key }) => {
    const id = key.slice(prefix.length);
    return kind.is(id) ? id : undefined;
  };
}

function forcedDrains(
  { pollMs }: LabletControllerConfig,
  { controlPlane, clock, resyncMs }: LabletControllerPorts,
  leadership: Leadership,
): AnyReconcilerSetup {
  return setup({
    reconciler: drainReconciler({ controlPlane, clock, leadership, pollMs }),
    prefixes: [workerPrefix],
    keyOf: keyIn(workerPrefix, WorkerId),
    resyncMs,
  });
}

/** Of one term: rounds over all hosts and orders for one share what is being read. */
interface ReadingLabs {
  readonly deps: LabDeps & { readonly leadership: Leadership };
  readonly refresh: LabRefresh;
}

function readingLabs(
  { cmlAccess }: LabletControllerConfig,
  { controlPlane, cml, blobs, clock }: LabletControllerPorts,
  leadership: Leadership,
): ReadingLabs {
  const deps = { controlPlane, cml, blobs, clock, leadership, cmlAccess };
  return { deps, refresh: new LabRefresh(deps) };
}

/** Records of labs: what is on the hosts, what sessions make of theirs, and what people ask of the others. */
function labs(
  { pollMs }: LabletControllerConfig,
  { resyncMs }: LabletControllerPorts,
  { deps, refresh }: ReadingLabs,
): readonly AnyReconcilerSetup[] {
  return [
    setup({
      reconciler: sessionLabReconciler(deps),
      prefixes: [sessionPrefix],
      keyOf: keyIn(sessionPrefix, SessionId),
      concurrency,
      resyncMs,
    }),
    setup({
      reconciler: labReconciler({ ...deps, pollMs }),
      prefixes: [labPrefix],
      keyOf: keyIn(labPrefix, LabRecordId),
      concurrency,
      resyncMs,
    }),
    setup({
      reconciler: labStatisticsReconciler(deps),
      prefixes: [wantedStatisticsKey],
      keyOf: ({ value }) => wantedIn(value),
      concurrency,
      resyncMs,
    }),
    setup({
      reconciler: workerLabsReconciler(refresh, deps),
      prefixes: [workerPrefix],
      keyOf: keyIn(workerPrefix, WorkerId),
      concurrency: hostsAtOnce,
      resyncMs,
    }),
  ];
}

function inbox(
  { controlPlane, labDeliveries: deliveries, resyncMs }: LabletControllerPorts,
  leadership: Leadership,
): AnyReconcilerSetup {
  return setup({
    reconciler: inboxReconciler({ controlPlane, deliveries, leadership, earlyRetryMs }),
    prefixes: [inboxPrefix],
    keyOf: ({ key }) => key.slice(inboxPrefix.length),
    concurrency,
    resyncMs,
  });
}

/** What is done again and again while we lead. */
function jobs(
  { contentSyncMs, labsRefreshMs }: LabletControllerConfig,
  ports: LabletControllerPorts,
  { deps: reading, refresh }: ReadingLabs,
): AnyReconcilerSetup {
  const { content: source, controlPlane, coordination, blobs, clock, resyncMs } = ports;
  const { onContentSynced: onSynced, onContentFailed: onFailed } = ports;
  const { leadership } = reading;
  const syncing = { blobs, controlPlane, leadership, clock, everyMs: contentSyncMs, onSynced, onFailed };
  const work: JobsToRun = {
    'labs-refresh': { run: async (signal) => labsRound(refresh, reading, signal), everyMs: labsRefreshMs },
    ...(source && { 'content-sync': contentSync({ source, ...syncing }) }),
  };
  return recurring(work, { controlPlane, coordination, clock, leadership, resyncMs });
}
