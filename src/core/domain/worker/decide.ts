import { type Instant, instant, ok, type Result, reject } from '../../kernel/index.ts';
import { type Claim, peakUsage, type Resource, shortages } from './calendar.ts';
import { effectiveCapacity } from './capacity.ts';
import type { DesiredCause } from './desired-cause.ts';
import type { LicenseOperation } from './license.ts';
import { type DesiredStatus, type WorkerAction, type WorkerStatus, workerCan } from './lifecycle.ts';
import { maintenanceDuring } from './maintenance-window.ts';
import type { Use } from './use.ts';
import type { Reservation, ReservationId, Worker, WorkerEvent } from './worker.ts';

export type WorkerRejection =
  | { readonly code: 'worker.wrong-state'; readonly status: WorkerStatus; readonly action: WorkerAction }
  | { readonly code: 'worker.not-ended'; readonly status: WorkerStatus }
  | { readonly code: 'worker.in-use'; readonly sessions: readonly string[] }
  | { readonly code: 'worker.has-bookings'; readonly sessions: readonly string[] }
  | { readonly code: 'worker.not-idle'; readonly because: readonly Use[] }
  | { readonly code: 'worker.no-room'; readonly short: Partial<Record<Resource, number>> }
  | { readonly code: 'worker.no-reservation'; readonly reservationId: ReservationId }
  | { readonly code: 'worker.port-taken'; readonly port: number }
  | { readonly code: 'worker.in-maintenance'; readonly from: Instant; readonly until: Instant }
  | { readonly code: 'worker.maintenance-invalid' }
  | { readonly code: 'worker.maintenance-overlaps'; readonly from: Instant; readonly until: Instant }
  | { readonly code: 'worker.maintenance-booked'; readonly sessions: readonly string[]; readonly freeFrom: Instant }
  | { readonly code: 'worker.tag-reserved'; readonly keys: readonly string[] }
  | { readonly code: 'worker.too-many-tags'; readonly count: number; readonly most: number }
  | { readonly code: 'worker.license-busy'; readonly operation: LicenseOperation }
  | { readonly code: 'worker.license-registered' }
  | { readonly code: 'worker.drain-endless' }
  | { readonly code: 'worker.labs-running'; readonly labs: number }
  | { readonly code: 'worker.other-launch'; readonly launch: number };

export type WorkerDecision = Result<WorkerEvent[], WorkerRejection>;

export function wrongState(worker: Worker, action: WorkerAction): WorkerDecision {
  return reject({ code: 'worker.wrong-state', status: worker.status, action });
}

const actionFor = { running: 'start', stopped: 'stop', terminated: 'terminate' } as const;

/** Sets what the worker shall become; asking for what is already asked for is fine. Termination is never taken back. */
export function ask(
  worker: Worker,
  to: DesiredStatus,
  why: { reason: string; at: Instant; cause?: DesiredCause },
): WorkerDecision {
  if (worker.desired === to) return ok([]);
  if (worker.desired === 'terminated') return wrongState(worker, actionFor[to]);
  const allowed = workerCan(actionFor[to], worker) || (to === 'running' && takesBackStop(worker));
  if (!allowed) return wrongState(worker, actionFor[to]);
  return ok([{ type: 'WorkerDesiredStatusChanged', to, ...why }]);
}

const goingUp: readonly WorkerStatus[] = ['provisioning', 'starting', 'running'];

/** A stop that was asked for and has not begun is undone by asking for the opposite. */
function takesBackStop({ status, desired }: Worker): boolean {
  return desired === 'stopped' && goingUp.includes(status);
}

/** Like `ask` to run, for people: one that gave up after too many failed launches gets its tries again. */
export function start(worker: Worker, { reason, at }: { reason: string; at: Instant }): WorkerDecision {
  if (worker.status === 'draining') return wrongState(worker, 'start');
  const asked = ask(worker, 'running', { reason, at });
  if (!asked.ok || worker.status !== 'failed' || worker.failures === 0) return asked;
  return ok([...asked.value, { type: 'WorkerRetryAsked', reason, at }]);
}

/** Asks for a stop or an end, but never takes the host away from sessions that are on it, or its end from booked ones. */
export function askGently(
  worker: Worker,
  to: 'stopped' | 'terminated',
  why: { reason: string; at: Instant },
): WorkerDecision {
  if (worker.desired === to) return ok([]);
  const here = reservationsAt(worker, why.at);
  if (here.length > 0) return reject({ code: 'worker.in-use', sessions: sessionsOf(here) });
  const booked = Object.values(worker.reservations);
  // A stopped host is started again for them; an ended one is not.
  if (to === 'terminated' && booked.length > 0)
    return reject({ code: 'worker.has-bookings', sessions: sessionsOf(booked) });
  return ask(worker, to, why);
}

function sessionsOf(reservations: readonly Reservation[]): readonly string[] {
  return reservations.map(({ sessionId }) => sessionId);
}

/** Takes places for sessions, all or none of them: what the worker has is never promised twice (I1, I2). */
export function reserve(worker: Worker, wanted: readonly Reservation[], at: Instant): WorkerDecision {
  const fresh = wanted.filter(({ id }) => worker.reservations[id] === undefined);
  if (fresh.length === 0) return ok([]);
  if (!workerCan('reserve', worker) || worker.desired === 'terminated') return wrongState(worker, 'reserve');
  const capacity = effectiveCapacity(worker);
  const held: Reservation[] = Object.values(worker.reservations);
  for (const reservation of fresh) {
    const window = maintenanceDuring(worker, reservation);
    if (window !== undefined) return reject({ code: 'worker.in-maintenance', from: window.from, until: window.until });
    const used = peakUsage(heldAt(held, at), reservation.from, reservation.until);
    const short = shortages(capacity, used, reservation.amounts);
    if (Object.keys(short).length > 0) return reject({ code: 'worker.no-room', short });
    const taken = takenPort(worker, held, reservation);
    if (taken !== undefined) return reject({ code: 'worker.port-taken', port: taken });
    held.push(reservation);
  }
  return ok([{ type: 'WorkerReserved', reservations: fresh, at }]);
}

/** What outstays its interval is still on the host, now at least. */
function heldAt(reservations: readonly Reservation[], at: Instant): readonly Claim[] {
  return reservations.map((held) => (held.until > at ? held : { ...held, until: instant(at + 1) }));
}

/** A port stays with its session until that is cleaned up, whatever the calendar said, so intervals do not matter. */
function takenPort(worker: Worker, held: readonly Reservation[], wanted: Reservation): number | undefined {
  const { first, last } = worker.spec.portRange;
  const used = new Set(held.flatMap(({ ports }) => Object.values(ports)));
  for (const port of Object.values(wanted.ports)) {
    if (port < first || port > last || used.has(port)) return port;
    used.add(port);
  }
  return undefined;
}

export function confirm(worker: Worker, reservationId: ReservationId, at: Instant): readonly WorkerEvent[] {
  const reservation = worker.reservations[reservationId];
  if (reservation === undefined || reservation.confirmed) return [];
  return [{ type: 'WorkerReservationConfirmed', reservationId, at }];
}

/**
 * Gives a session more time where it is, or takes back what it has too much: what is added at either end must be free.
 */
export function resize(
  worker: Worker,
  { reservationId, from, until }: { reservationId: ReservationId; from: Instant; until: Instant },
  at: Instant,
): WorkerDecision {
  const held = worker.reservations[reservationId];
  if (held === undefined) return reject({ code: 'worker.no-reservation', reservationId });
  if (held.from === from && held.until === until) return ok([]);
  const others = Object.values(worker.reservations).filter(({ id }) => id !== reservationId);
  for (const added of [
    { from, until: earlier(held.from, until) },
    { from: later(held.until, from), until },
  ]) {
    if (added.from >= added.until) continue;
    const window = maintenanceDuring(worker, added);
    if (window !== undefined) return reject({ code: 'worker.in-maintenance', from: window.from, until: window.until });
    const used = peakUsage(heldAt(others, at), added.from, added.until);
    const short = shortages(effectiveCapacity(worker), used, held.amounts);
    if (Object.keys(short).length > 0) return reject({ code: 'worker.no-room', short });
  }
  return ok([{ type: 'WorkerReservationResized', reservationId, from, until, at }]);
}

function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}

export function release(
  worker: Worker,
  reservationId: ReservationId,
  { reason, at }: { reason: string; at: Instant },
): WorkerDecision {
  if (worker.reservations[reservationId] === undefined) return ok([]);
  return ok([{ type: 'WorkerReservationReleased', reservationId, reason, at }]);
}

/** Those that hold the worker at an instant; one that outstayed its interval still does. */
export function reservationsAt(worker: Worker, at: Instant): readonly Reservation[] {
  return Object.values(worker.reservations).filter(({ from }) => from <= at);
}
