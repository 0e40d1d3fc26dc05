import type { WorkerView } from '@lcm/core/contracts/worker';
import type { WorkerReport } from '@lcm/core/domain/worker';
import { again } from '@lcm/core/reconcile';
import type { WorkerReconcilerDeps } from './deps.ts';
import type { Memory } from './memory.ts';
import type { Seen } from './seen.ts';

/** What a step is taken with. */
export interface Hand {
  readonly deps: WorkerReconcilerDeps;
  readonly worker: WorkerView;
  readonly seen: Seen;
  readonly memory: Memory;
  readonly tell: (report: WorkerReport) => Promise<void>;
}

export const stateChanged = again(0, 'its state changed');
