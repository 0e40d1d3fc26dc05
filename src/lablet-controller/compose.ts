import { stateKey } from '@lcm/core/contracts/state-keys';
import { grade } from '@lcm/core/domain/grading';
import { LabRecordId } from '@lcm/core/domain/lab';
import { SessionId } from '@lcm/core/domain/session';
import { WorkerId } from '@lcm/core/domain/worker';
import type { Clock, IdKind, Random } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import type { CmlServers } from '@lcm/core/ports/cml';
import type { ContentSource } from '@lcm/core/ports/content-source';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { Coordination } from '@lcm/core/ports/coordination';
import type { LabDelivery } from '@lcm/core/ports/lab-delivery';
import {
  type AnyReconcilerSetup,
  again,
  type ControllerObserver,
  type FeedEntry,
  type Leadership,
  newsFor,
  type Outcome,
  recurring,
  runController,
  setup,
} from '@lcm/core/reconcile';
import type { LabletControllerConfig } from './config.ts';
import { runContentSync } from './content/run-content-sync.ts';
import type { SyncReport } from './content/sync-content.ts';
import { inboxReconciler } from './inbox/inbox-reconciler.ts';
import type { LabDeps } from './lab/deps.ts';
import { labReconciler } from './lab/lab-reconciler.ts';
import { labsRound } from './lab/labs-round.ts';
import { LabRefresh } from './lab/refresh-labs.ts';
import { sessionLabReconciler } from './lab/session-lab-reconciler.ts';
import { workerLabsReconciler } from './lab/worker-labs-reconciler.ts';
import { sessionReconciler } from './session/session-reconciler.ts';

export interface LabletControllerPorts {
  readonly controlPlane: ControlPlane;
  readonly coordination: Coordination;
  readonly cml: CmlServers;
  readonly labDelivery: LabDelivery;
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
      reconcilers: (leadership) => [
        sessions(config, ports, leadership),
        inbox(ports, leadership),
        ...labs(config, ports, leadership),
        contentSync(config, ports, leadership),
      ],
    });
  return { run };
}

function sessions(
  { cmlAccess, pollMs, consolesOnPrivateIp }: LabletControllerConfig,
  { controlPlane, cml, labDelivery: delivery, blobs, clock, resyncMs }: LabletControllerPorts,
  leadership: Leadership,
): AnyReconcilerSetup {
  return setup({
    reconciler: sessionReconciler({
      controlPlane,
      cml,
      delivery,
      blobs,
      clock,
      leadership,
      cmlAccess,
      deviceHostOf: ({ publicIp, privateIp }) => (consolesOnPrivateIp ? privateIp : publicIp),
      grade,
      pollMs,
    }),
    prefixes: [sessionPrefix],
    keyOf: keyIn(sessionPrefix, SessionId),
    concurrency,
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

/** Records of labs: what is on the hosts, what sessions make of theirs, and what people ask of the others. */
function labs(
  { cmlAccess, pollMs, labsRefreshMs }: LabletControllerConfig,
  { controlPlane, coordination, cml, blobs, clock, resyncMs }: LabletControllerPorts,
  leadership: Leadership,
): readonly AnyReconcilerSetup[] {
  const deps: LabDeps = { controlPlane, cml, blobs, clock, leadership, cmlAccess };
  const refresh = new LabRefresh(deps);
  const run = async (signal: AbortSignal) => labsRound(refresh, deps, signal);
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
      reconciler: workerLabsReconciler(refresh, deps),
      prefixes: [workerPrefix],
      keyOf: keyIn(workerPrefix, WorkerId),
      concurrency: hostsAtOnce,
      resyncMs,
    }),
    recurring({ 'labs-refresh': { run, everyMs: labsRefreshMs } }, { controlPlane, coordination, clock, leadership }),
  ];
}

function inbox({ controlPlane, resyncMs }: LabletControllerPorts, leadership: Leadership): AnyReconcilerSetup {
  return setup({
    reconciler: inboxReconciler({ controlPlane, leadership, earlyRetryMs }),
    prefixes: [inboxPrefix],
    keyOf: ({ key }) => key.slice(inboxPrefix.length),
    concurrency,
    resyncMs,
  });
}

/** No key calls for it: it runs by the clock for as long as we lead, and is heard of like every other reconciler. */
function contentSync(
  { contentSyncMs: everyMs }: LabletControllerConfig,
  ports: LabletControllerPorts,
  leadership: Leadership,
): AnyReconcilerSetup {
  const { content: source, controlPlane, blobs, clock, observer } = ports;
  const hear = (outcome: Outcome): void =>
    observer?.reconciled({ reconciler: 'content', key: 'content', at: clock.now(), durationMs: 0, outcome });
  const onSynced = (report: SyncReport): void => {
    hear(syncOutcome(report, everyMs));
    ports.onContentSynced?.(report);
  };
  const onFailed = (error: unknown): void => {
    hear({ kind: 'failed', error, retryAfterMs: everyMs });
    ports.onContentFailed?.(error);
  };
  return async () => {
    if (source === undefined) return;
    const deps = { source, controlPlane, blobs, leadership, clock, everyMs };
    await runContentSync({ ...deps, onSynced, onFailed }, leadership.signal);
  };
}

function syncOutcome({ published, unchanged, faults }: SyncReport, everyMs: number): Outcome {
  if (faults.length === 0) return again(everyMs, `${published.length} published, ${unchanged} unchanged`);
  const words = faults.map(({ folder, file, message }) => `${folder}/${file}: ${message}`).join('; ');
  return { kind: 'terminal', error: new Error(`${faults.length} content packages were left out: ${words}`) };
}
