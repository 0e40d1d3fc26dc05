import type { WorkerOutlook } from '@lcm/core/contracts/fleet';
import type { IdleStatus } from '@lcm/core/contracts/worker';
import { idlenessOf, shiftsAhead, useInWords, type Worker } from '@lcm/core/domain/worker';
import type { Instant } from '@lcm/core/kernel';
import { foreseenStep, idleRuleOf, type PlacementSettings } from '@lcm/core/placement';

/** By the rule that the scheduler decides by. */
export function idleStatusOf(worker: Worker, placement: PlacementSettings, now: Instant): IdleStatus {
  const found = idlenessOf(worker, idleRuleOf(worker, placement), now);
  const idleTimeoutMinutes = placement.idleMs / 60_000;
  if (found.idle) return { idle: true, stopsAt: now, because: [], idleTimeoutMinutes };
  const because = found.because.map((use) => ({ why: use.why, words: useInWords(use) }));
  const next = found.stopsAt === undefined ? undefined : foreseenStep(worker, placement, now);
  return { idle: false, stopsAt: next?.to === 'stopped' ? next.at : undefined, because, idleTimeoutMinutes };
}

export function outlookOf(worker: Worker, placement: PlacementSettings, now: Instant): Omit<WorkerOutlook, 'measured'> {
  return {
    workerId: worker.id,
    use: idleStatusOf(worker, placement, now),
    next: foreseenStep(worker, placement, now),
    hours: [...shiftsAhead(worker, now)],
  };
}
