import { type Actor, whyNot } from '@lcm/core/domain/access';
import { workerCan } from '@lcm/core/domain/worker';
import type { NewMaintenance } from './fleet-api.ts';
import { fromLocalInput, toLocalInput } from './format.ts';
import type { Trouble } from './problem.ts';
import type { Worker } from './views.ts';

/** As it is being typed; times are those of the viewer. */
export interface MaintenanceDraft {
  readonly from: string;
  readonly until: string;
  readonly keepsUp: boolean;
  readonly reason: string;
}

const hourMs = 3_600_000;

/** The next full hour, for two. */
export function emptyMaintenance(now: number): MaintenanceDraft {
  const from = Math.ceil(now / hourMs) * hourMs;
  return { from: toLocalInput(from), until: toLocalInput(from + 2 * hourMs), keepsUp: true, reason: '' };
}

/** Why it cannot be sent like this. */
export function maintenanceFault({ from, until, reason }: MaintenanceDraft, now: number): string | undefined {
  const [start, end] = [fromLocalInput(from), fromLocalInput(until)];
  if (start === undefined || end === undefined) return 'Say from when and until when';
  if (end <= start) return 'It has to end after it begins';
  if (end <= now) return 'It is over already';
  return reason.trim() === '' ? 'Say what it is for' : undefined;
}

function iso(text: string): string {
  return new Date(fromLocalInput(text) ?? 0).toISOString();
}

export function maintenanceOf({ from, until, keepsUp, reason }: MaintenanceDraft): NewMaintenance {
  return { from: iso(from), until: iso(until), keepsUp, reason: reason.trim() };
}

/** When the server says as long a time is free, after it refused the one that was asked for. */
export function freeFrom(trouble: Trouble | undefined): number | undefined {
  const details = trouble?.details;
  if (details === undefined) return undefined;
  const known: unknown =
    trouble?.code === 'worker.maintenance-overlaps' ? Reflect.get(details, 'until') : Reflect.get(details, 'freeFrom');
  const at = typeof known === 'string' ? Date.parse(known) : known;
  return typeof at === 'number' && Number.isFinite(at) ? at : undefined;
}

/** Who has a place then. */
export function sessionsInTheWay(trouble: Trouble | undefined): readonly string[] {
  const ids: unknown = trouble?.details && Reflect.get(trouble.details, 'sessions');
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
}

/** As long as before, from then on; minutes that have begun are over. */
export function movedTo(draft: MaintenanceDraft, at: number): MaintenanceDraft {
  const length = (fromLocalInput(draft.until) ?? 0) - (fromLocalInput(draft.from) ?? 0);
  const from = Math.ceil(at / 60_000) * 60_000;
  return { ...draft, from: toLocalInput(from), until: toLocalInput(from + length) };
}

export function whyNotMaintain(actor: Actor, worker: Worker): string | undefined {
  const access = whyNot(actor, 'worker:manage');
  if (access !== undefined) return access;
  const canBe = workerCan('maintain', worker) && worker.desired !== 'terminated';
  return canBe ? undefined : `Not possible while it is ${worker.status}`;
}

export function whyNotTimetable(actor: Actor, worker: Worker): string | undefined {
  const access = whyNot(actor, 'worker:operate');
  if (access !== undefined) return access;
  return workerCan('setTimetable', worker) ? undefined : `Not possible while it is ${worker.status}`;
}
