import { stateKey } from '@lcm/core/contracts/state-keys';
import type { Clock, Random } from '@lcm/core/kernel';
import type { PlacementSettings } from '@lcm/core/placement';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { Coordination } from '@lcm/core/ports/coordination';
import { type ControllerObserver, newsFor, runController, setup } from '@lcm/core/reconcile';
import { scheduleReconciler } from './schedule/schedule-reconciler.ts';

export interface SchedulerPorts {
  readonly controlPlane: ControlPlane;
  readonly coordination: Coordination;
  readonly clock: Clock;
  readonly random: Random;
  /** Of this process, for people who ask who leads. */
  readonly name: string;
  readonly ttlMs?: number | undefined;
  /** Everything is looked at again this often, whatever the watch said. */
  readonly resyncMs?: number | undefined;
  readonly observer?: ControllerObserver | undefined;
}

/** Everything the scheduler is made of: one leader, one reconciler, woken by whatever changes a calendar or waits for one. */
export function composeScheduler(
  settings: PlacementSettings,
  ports: SchedulerPorts,
): { run: (signal: AbortSignal) => Promise<void> } {
  const { controlPlane, clock, random, resyncMs, ...election } = ports;
  const run = (signal: AbortSignal): Promise<void> =>
    runController({
      ...election,
      clock,
      random,
      signal,
      election: 'resource-scheduler',
      onEntry: newsFor(controlPlane),
      reconcilers: (leadership) => [
        setup({
          reconciler: scheduleReconciler({ controlPlane, clock, random, settings, fence: leadership.fence }),
          prefixes: ['session/', 'worker/', 'template/', 'settings/'].map(stateKey),
          keyOf: () => 'fleet' as const,
          resyncMs,
        }),
      ],
    });
  return { run };
}
