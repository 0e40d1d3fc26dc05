import { stateKey } from '@lcm/core/contracts/state-keys';
import { grade } from '@lcm/core/domain/grading';
import { SessionId } from '@lcm/core/domain/session';
import type { Clock, Random } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import type { CmlServers } from '@lcm/core/ports/cml';
import type { ContentSource } from '@lcm/core/ports/content-source';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { Coordination } from '@lcm/core/ports/coordination';
import type { LabDelivery } from '@lcm/core/ports/lab-delivery';
import {
  type AnyReconcilerSetup,
  type ControllerObserver,
  type Leadership,
  newsFor,
  recurring,
  runController,
  setup,
} from '@lcm/core/reconcile';
import type { LabletControllerConfig } from './config.ts';
import { contentSync } from './content/content-sync.ts';
import type { SyncReport } from './content/sync-content.ts';
import { inboxReconciler } from './inbox/inbox-reconciler.ts';
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
        jobs(config, ports, leadership),
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
    keyOf: ({ key }) => {
      const id = key.slice(sessionPrefix.length);
      return SessionId.is(id) ? id : undefined;
    },
    concurrency,
    resyncMs,
  });
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

/** What is done again and again while we lead. */
function jobs(
  { contentSyncMs: everyMs }: LabletControllerConfig,
  ports: LabletControllerPorts,
  leadership: Leadership,
): AnyReconcilerSetup {
  const { content: source, controlPlane, coordination, blobs, clock, resyncMs } = ports;
  const { onContentSynced: onSynced, onContentFailed: onFailed } = ports;
  const deps = { controlPlane, coordination, clock, leadership, resyncMs };
  const publishing = source && contentSync({ source, blobs, controlPlane, leadership, everyMs, onSynced, onFailed });
  return recurring({ ...(publishing && { 'content-sync': publishing }) }, deps);
}
