import { builtInGradingEngine } from '@lcm/core/adapters/grading-engine/built-in-grading-engine';
import { wantedIn, wantedStatisticsKey } from '@lcm/core/contracts/lab-statistics';
import { stateKey } from '@lcm/core/contracts/state-keys';
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
import { type GradingEngine, gradingEnginesOf } from '@lcm/core/ports/grading-engine';
import type { LabDeliveries } from '@lcm/core/ports/lab-delivery';
import {
  type AnyReconcilerSetup,
  type ControllerObserver,
  endOfTerm,
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
import { keepReconciler } from './keep/keep-reconciler.ts';
import { retainEvidence } from './keep/retain-evidence.ts';
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
import { warmLabsRound } from './warm/warm-labs-round.ts';

export interface LabletControllerPorts {
  readonly controlPlane: ControlPlane;
  readonly coordination: Coordination;
  readonly cml: CmlServers;
  readonly labDeliveries: LabDeliveries;
  /** The grading engine outside; without one, whose definition wants it waits for it. */
  readonly gradingEngine?: GradingEngine | undefined;
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
/** Each answers in seconds, and of one host there is only one. */
const labsReadAtOnce = 64;
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
        const deps = sessionDeps(config, ports, leadership);
        return [
          endOfTerm(ports.controlPlane, leadership),
          ...sessions(config, ports, deps),
          forcedDrains(config, ports, leadership),
          inbox(ports, deps),
          ...labs(config, ports, reading),
          jobs(config, ports, reading),
        ];
      },
    });
  return { run };
}

function sessionDeps(
  { cmlAccess, pollMs, consolesOnPrivateIp }: LabletControllerConfig,
  { controlPlane, cml, labDeliveries: deliveries, consoles, blobs, clock, gradingEngine }: LabletControllerPorts,
  leadership: Leadership,
): SessionReconcilerDeps {
  return {
    controlPlane,
    cml,
    deliveries,
    consoles,
    blobs,
    clock,
    leadership,
    cmlAccess,
    deviceHostOf: ({ publicIp, privateIp }) => (consolesOnPrivateIp ? privateIp : publicIp),
    graders: gradingEnginesOf(builtInGradingEngine(clock), gradingEngine),
    pollMs,
  };
}

function sessions(
  { deliveryLookMs: lookMs }: LabletControllerConfig,
  ports: LabletControllerPorts,
  deps: SessionReconcilerDeps,
): readonly AnyReconcilerSetup[] {
  const { resyncMs } = ports;
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
    keeping(deps, ports),
    setup({
      reconciler: outageReconciler(deps),
      prefixes: [workerPrefix],
      keyOf: keyIn(workerPrefix, WorkerId),
      concurrency: hostsAtOnce,
      resyncMs,
    }),
  ];
}

function keeping(
  deps: SessionReconcilerDeps,
  { coordination, resyncMs }: Pick<LabletControllerPorts, 'coordination' | 'resyncMs'>,
): AnyReconcilerSetup {
  return setup({
    reconciler: keepReconciler({ ...deps, coordination }),
    prefixes: [sessionPrefix],
    keyOf: keyIn(sessionPrefix, SessionId),
    concurrency: labsReadAtOnce,
    resyncMs,
  });
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

function inbox({ resyncMs }: LabletControllerPorts, deps: SessionReconcilerDeps): AnyReconcilerSetup {
  const session = sessionReconciler(deps);
  const lookAt = async (id: SessionId, signal: AbortSignal): Promise<void> => {
    await session.reconcile(id, signal);
  };
  return setup({
    reconciler: inboxReconciler({ ...deps, lookAt, earlyRetryMs }),
    prefixes: [inboxPrefix],
    keyOf: ({ key }) => key.slice(inboxPrefix.length),
    concurrency,
    resyncMs,
  });
}

/** What is done again and again while we lead. */
function jobs(
  { contentSyncMs, labsRefreshMs, warmLabsMs }: LabletControllerConfig,
  ports: LabletControllerPorts,
  { deps: reading, refresh }: ReadingLabs,
): AnyReconcilerSetup {
  const { content: source, controlPlane, coordination, blobs, clock, resyncMs } = ports;
  const { onContentSynced: onSynced, onContentFailed: onFailed, gradingEngine } = ports;
  const { leadership } = reading;
  const gradesOutside = gradingEngine !== undefined;
  const syncing = { blobs, controlPlane, leadership, clock, gradesOutside, everyMs: contentSyncMs, onSynced, onFailed };
  const work: JobsToRun = {
    'labs-refresh': { run: async (signal) => labsRound(refresh, reading, signal), everyMs: labsRefreshMs },
    'evidence-retention': { run: async (signal) => retainEvidence(reading, signal) },
    'warm-labs': { run: async (signal) => warmLabsRound(reading, signal), everyMs: warmLabsMs },
    ...(source && { 'content-sync': contentSync({ source, ...syncing }) }),
  };
  return recurring(work, { controlPlane, coordination, clock, leadership, resyncMs });
}
