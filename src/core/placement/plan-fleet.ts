import { idleInWords, idlenessOf, isByHours, nextBooking, type Worker, workerCan } from '../domain/worker/index.ts';
import { type Instant, instant, toIso } from '../kernel/index.ts';
import { idleRuleOf } from './fleet.ts';
import { hostReadyAt } from './leads.ts';
import type { PlacementSettings } from './settings.ts';
import { type UpTime, upTimesOf } from './up-times.ts';

export interface FleetStep {
  readonly worker: Worker;
  readonly to: 'running' | 'stopped';
  readonly reason: string;
  readonly cause: 'idle' | 'booking' | 'timetable' | 'maintenance';
}

/** Pure: which hosts the calendar wants to run by now, and which nobody needs for a good while. */
export function planFleet(workers: readonly Worker[], settings: PlacementSettings, now: Instant): readonly FleetStep[] {
  const steps = workers.flatMap(
    (worker) => wake(worker, settings, now) ?? beUp(worker, settings, now) ?? rest(worker, settings, now) ?? [],
  );
  const isLeft = leftRunning(workers, steps, { settings, now });
  return steps.filter((step) => !isLeft(step));
}

/** As many unused ones of each region as are to be left running, those that were used last; not those whose hours are over. */
function leftRunning(
  workers: readonly Worker[],
  steps: readonly FleetStep[],
  { settings: { minRunningPerRegion = 0 }, now }: { settings: PlacementSettings; now: Instant },
): (step: FleetStep) => boolean {
  if (minRunningPerRegion === 0) return () => false;
  const rests = steps.filter(({ to, worker }) => to === 'stopped' && !isByHours(worker, now));
  const up = Map.groupBy(workers.filter(isUp), ({ spec }) => spec.region);
  const left = [...Map.groupBy(rests, ({ worker }) => worker.spec.region)].flatMap(([region, idle]) => {
    const spare = Math.max(0, (up.get(region)?.length ?? 0) - minRunningPerRegion);
    return idle.toSorted((a, b) => a.worker.idleSince - b.worker.idleSince).slice(spare);
  });
  return (step) => left.includes(step);
}

function isUp({ status, desired }: Worker): boolean {
  return status === 'running' && desired === 'running';
}

/** When the scheduler must look at the fleet again because time passes, and nothing else. */
export function nextFleetLook(workers: readonly Worker[], settings: PlacementSettings, now: Instant): number {
  const looks = workers.flatMap((worker) => {
    const next = nextBooking(worker, now);
    const toStart = next && worker.desired === 'stopped' ? next.from - wakeLeadOf(worker, settings, now) : undefined;
    return [toStart, nextUpTime(worker, settings, now), restsAt(worker, settings, now)].filter(
      (at) => at !== undefined && at > now,
    );
  });
  return Math.min(...looks.filter((at) => at !== undefined)) - now;
}

function wake(worker: Worker, settings: PlacementSettings, now: Instant): FleetStep | undefined {
  if (worker.desired !== 'stopped') return undefined;
  const next = nextBooking(worker, now);
  if (next === undefined || next.from - now > wakeLeadOf(worker, settings, now)) return undefined;
  return { worker, to: 'running', reason: bookingInWords(next), cause: 'booking' };
}

export function bookingInWords({ from }: { readonly from: Instant }): string {
  return `a session is prepared on it from ${toIso(from)}`;
}

const goingUp: readonly Worker['status'][] = ['provisioning', 'starting', 'running'];

/** How long before it is needed a worker that is to be stopped is asked to run; never for one that cannot be. */
export function wakeLeadOf(worker: Worker, settings: PlacementSettings, now: Instant): number {
  if (workerCan('start', worker)) return hostReadyAt(worker, now, settings) - now;
  // Its stop has not begun: it is taken back for whatever `rest` would not have asked for it.
  return goingUp.includes(worker.status) ? idleRuleOf(worker, settings).keepsUpMs : Number.NEGATIVE_INFINITY;
}

/** For its hours and its maintenance; a person who has stopped it since it was brought up for that keeps the last word. */
function beUp(worker: Worker, settings: PlacementSettings, now: Instant): FleetStep | undefined {
  const leadMs = upLeadOf(worker, settings, now);
  const due = upTimesOf(worker, now).find(({ from }) => from - leadMs <= now && isStillWanted(worker, from - leadMs));
  return due && { worker, to: 'running', reason: due.reason, cause: due.cause };
}

function nextUpTime(worker: Worker, settings: PlacementSettings, now: Instant): Instant | undefined {
  const leadMs = upLeadOf(worker, settings, now);
  const next = upTimesOf(worker, now).filter(({ from }) => from - leadMs > now);
  return next.length === 0 ? undefined : instant(Math.min(...next.map(({ from }: UpTime) => from)) - leadMs);
}

/** A stop that has not begun is taken back when the time has come, not before. */
export function upLeadOf(worker: Worker, settings: PlacementSettings, now: Instant): number {
  return workerCan('start', worker) ? hostReadyAt(worker, now, settings) - now : 0;
}

export function isStillWanted(worker: Worker, since: number): boolean {
  if (worker.desired !== 'stopped') return false;
  return worker.desiredCause?.kind === 'idle' || (worker.desiredSince ?? worker.createdAt) < since;
}

/** Never one that somebody uses, or will before it could be up again (I6). */
function rest(worker: Worker, settings: PlacementSettings, now: Instant): FleetStep | undefined {
  const found = idlenessOf(worker, idleRuleOf(worker, settings), now);
  return found.idle ? { worker, to: 'stopped', reason: idleInWords(found, now), cause: 'idle' } : undefined;
}

function restsAt(worker: Worker, settings: PlacementSettings, now: Instant): Instant | undefined {
  const found = idlenessOf(worker, idleRuleOf(worker, settings), now);
  return found.idle ? now : found.stopsAt;
}
