import { type Reservation, reservationsAt, type Worker, workerCan } from '@lcm/core/domain/worker';
import { type Instant, toIso } from '@lcm/core/kernel';
import { hostReadyAt, type PlacementSettings } from '@lcm/core/placement';

export interface FleetSettings extends PlacementSettings {
  /** A host on which nothing is and nothing comes is switched off after this long. */
  readonly idleMs: number;
}

export interface FleetStep {
  readonly worker: Worker;
  readonly to: 'running' | 'stopped';
  readonly reason: string;
}

/** Pure: which hosts the calendar wants to run by now, and which nobody needs for a good while. */
export function planFleet(workers: readonly Worker[], settings: FleetSettings, now: Instant): readonly FleetStep[] {
  return workers.flatMap((worker) => wake(worker, settings, now) ?? rest(worker, settings, now) ?? []);
}

/** When the scheduler must look at the fleet again because of the calendar alone. */
export function nextFleetLook(workers: readonly Worker[], settings: FleetSettings, now: Instant): number {
  const looks = workers.flatMap((worker) => {
    const next = upcoming(worker, now);
    const toStart = next && worker.desired === 'stopped' ? next.from - wakeLeadOf(worker, settings, now) : undefined;
    return [toStart, restsAt(worker, settings)].filter((at) => at !== undefined && at > now);
  });
  return Math.min(...looks.filter((at) => at !== undefined)) - now;
}

function wake(worker: Worker, settings: FleetSettings, now: Instant): FleetStep | undefined {
  if (worker.desired !== 'stopped') return undefined;
  const next = upcoming(worker, now);
  if (next === undefined || next.from - now > wakeLeadOf(worker, settings, now)) return undefined;
  return { worker, to: 'running', reason: `a session is prepared on it from ${toIso(next.from)}` };
}

const goingUp: readonly Worker['status'][] = ['provisioning', 'starting', 'running'];

/** How long before it is needed a worker that is to be stopped is asked to run; never for one that cannot be. */
function wakeLeadOf(worker: Worker, settings: FleetSettings, now: Instant): number {
  if (workerCan('start', worker)) return hostReadyAt(worker, now, settings) - now;
  // Its stop has not begun: it is taken back for whatever `rest` would not have asked for it.
  return goingUp.includes(worker.status) ? keepsUpMs(settings) : Number.NEGATIVE_INFINITY;
}

/** A host is not switched off for less than this. */
function keepsUpMs({ stoppedLeadMs, idleMs }: FleetSettings): number {
  return stoppedLeadMs + idleMs;
}

/** Never while a session is on it or about to be prepared: stopping and starting again would take longer than that (I6). */
function rest(worker: Worker, settings: FleetSettings, now: Instant): FleetStep | undefined {
  const at = restsAt(worker, settings);
  if (at === undefined || at > now || reservationsAt(worker, now).length > 0) return undefined;
  const next = upcoming(worker, now);
  if (next !== undefined && next.from - now <= keepsUpMs(settings)) return undefined;
  const minutes = Math.round((now - worker.idleSince) / 60_000);
  return { worker, to: 'stopped', reason: `nothing was on it for ${minutes} min and nothing is booked soon` };
}

function restsAt(worker: Worker, settings: FleetSettings): number | undefined {
  if (worker.desired !== 'running' || worker.status !== 'running') return undefined;
  return worker.idleSince + settings.idleMs;
}

function upcoming(worker: Worker, now: Instant): Reservation | undefined {
  return Object.values(worker.reservations)
    .filter(({ until }) => until > now)
    .toSorted((a, b) => a.from - b.from)[0];
}
