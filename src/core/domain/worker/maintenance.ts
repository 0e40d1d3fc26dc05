import { type Instant, instant, ok, reject } from '../../kernel/index.ts';
import { type WorkerDecision, wrongState } from './decide.ts';
import { workerCan } from './lifecycle.ts';
import {
  type MaintenanceId,
  type MaintenanceWindow,
  maintenanceDuring,
  type Span,
  windowsOf,
} from './maintenance-window.ts';
import type { Worker } from './worker.ts';

const longestMs = 14 * 24 * 3_600_000;

/** Takes the time, when no session has a place then: what was promised is never taken back for it. */
export function planMaintenance(worker: Worker, window: MaintenanceWindow, at: Instant): WorkerDecision {
  const { from, until } = window;
  if (!workerCan('maintain', worker) || worker.desired === 'terminated') return wrongState(worker, 'maintain');
  if (until <= at || from >= until || until - from > longestMs) return reject({ code: 'worker.maintenance-invalid' });
  const other = maintenanceDuring(worker, window);
  if (other !== undefined) return reject({ code: 'worker.maintenance-overlaps', from: other.from, until: other.until });
  const sessions = bookedDuring(worker, window);
  if (sessions.length > 0) {
    return reject({ code: 'worker.maintenance-booked', sessions, freeFrom: freeFrom(worker, window) });
  }
  return ok([{ type: 'WorkerMaintenancePlanned', window, at }]);
}

/** Ends it too, when it has begun. */
export function cancelMaintenance(
  worker: Worker,
  windowId: MaintenanceId,
  { reason, at }: { reason: string; at: Instant },
): WorkerDecision {
  const known = windowsOf(worker).some(({ id }) => id === windowId);
  return ok(known ? [{ type: 'WorkerMaintenanceCancelled', windowId, reason, at }] : []);
}

function bookedDuring(worker: Worker, { from, until }: Span): readonly string[] {
  return Object.values(worker.reservations)
    .filter((held) => held.from < until && held.until > from)
    .map(({ sessionId }) => sessionId);
}

/** The earliest time, not before the one that was asked for, when as long a window would be refused by nobody. */
function freeFrom(worker: Worker, { from, until }: Span): Instant {
  const lengthMs = until - from;
  const taken: readonly Span[] = [...Object.values(worker.reservations), ...windowsOf(worker)];
  const starts = taken.map((span) => span.until).filter((end) => end > from);
  const isFree = (start: number): boolean =>
    taken.every((span) => span.from >= start + lengthMs || span.until <= start);
  return instant(Math.min(...starts.filter(isFree)));
}
