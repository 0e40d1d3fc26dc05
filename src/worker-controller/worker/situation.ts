import type { WorkerView } from '@lcm/core/contracts/worker';
import { reservationsAt, type WorkerReport } from '@lcm/core/domain/worker';
import { type Instant, instant } from '@lcm/core/kernel';
import type { Seen } from './seen.ts';
import type { WorkerSettings } from './worker-settings.ts';

/** All that a plan is made from. */
export interface Situation {
  readonly worker: WorkerView;
  readonly seen: Seen;
  readonly at: Instant;
  readonly settings: WorkerSettings;
  /** Why nothing may be done about it although it looks dead: too many do at once. */
  readonly held?: string | undefined;
}

export type HostReport = Extract<WorkerReport, { type: 'host' }>;

/** Whether a session has a claim on the running host now or in a moment: it is not taken away then. */
export function isBusy(situation: Situation): boolean {
  const { worker, seen } = situation;
  const up = seen.instance?.state === 'running' && worker.status !== 'stopping';
  return up && isBooked(situation);
}

/** Whether a session has a claim on the seat now or in a moment, whatever host it has. */
export function isBooked({ worker, at, settings }: Pick<Situation, 'worker' | 'at' | 'settings'>): boolean {
  return reservationsAt(worker, instant(at + settings.soonMs)).length > 0;
}
