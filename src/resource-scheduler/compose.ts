import { stateKey } from '@lcm/core/contracts/state-keys';
import type { Clock, Random } from '@lcm/core/kernel';
import type { PlacementSettings } from '@lcm/core/placement';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { Coordination } from '@lcm/core/ports/coordination';
import { type ControllerObserver, endOfTerm, newsFor, recurring, runController, setup } from '@lcm/core/reconcile';
import { oneAtATime } from './schedule/one-at-a-time.ts';
import { placementRound } from './schedule/placement-round.ts';
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

/** Everything the scheduler is made of: one leader who looks at all calendars, woken by whatever changes one or waits for one. */
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
      reconcilers: (leadership) => {
        const { fence } = leadership;
        const look = oneAtATime(scheduleReconciler({ controlPlane, clock, random, settings, fence }));
        const placement = placementRound(look, controlPlane);
        return [
          endOfTerm(controlPlane, leadership),
          setup({
            reconciler: look,
            prefixes: ['session/', 'worker/', 'template/', 'settings/'].map(stateKey),
            keyOf: () => 'fleet' as const,
            resyncMs,
          }),
          recurring({ placement }, { controlPlane, coordination: election.coordination, clock, leadership, resyncMs }),
        ];
      },
    });
  return { run };
}
