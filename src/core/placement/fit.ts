import type { ForeignPorts } from '../domain/lab/index.ts';
import type { WorkerVerdict } from '../domain/session/index.ts';
import { lackedOn, maintenanceDuring, nothing, type Resource, shortages, type Worker } from '../domain/worker/index.ts';
import { type Instant, instant, toIso } from '../kernel/index.ts';
import { obstaclesOf, type PlacementRequest, type Window, windowAt } from './fleet.ts';
import { hostReadyAt, prepareMs } from './leads.ts';
import { foreignOn, missingPorts } from './ports.ts';
import { type Seat, seatOf } from './seat.ts';
import type { PlacementSettings } from './settings.ts';
import { blockedUntil, exceeds, peakOf, type Timeline, timelineWithOverdue } from './timeline.ts';

/** What one worker answers to a request. */
export interface Fit {
  readonly worker: Worker;
  readonly verdict: WorkerVerdict;
  /** Only when it fits. */
  readonly window?: Window | undefined;
}

export interface Asked {
  readonly request: PlacementRequest;
  readonly settings: PlacementSettings;
  readonly now: Instant;
  readonly foreignPorts?: ForeignPorts | undefined;
  /** Also says when a worker that does not fit would. Costly, and wanted only when nobody fits. */
  readonly explain?: boolean | undefined;
}

type Short = WorkerVerdict['short'];

/** Whether the worker can hold the session, when, and if not what it lacks and by how much. */
export function fitOn(worker: Worker, asked: Asked): Fit {
  const { start } = asked.request;
  const obstacles = [...obstaclesOf(worker, asked.request), ...tooLate(worker, asked), ...maintained(worker, asked)];
  const short = shortOf(worker, asked);
  const base = { workerId: worker.id, name: worker.name, short, obstacles, ...heldBy(worker, short, asked) };
  if (obstacles.length > 0 || Object.keys(short).length > 0) {
    const earliestStart = asked.explain ? startOn(worker, asked) : undefined;
    return { worker, verdict: { ...base, fits: false, earliestStart } };
  }
  const window =
    start === undefined ? fromNow(worker, earliestWindow(worker, asked), asked) : windowAt(start, asked.now, asked);
  return { worker, window, verdict: { ...base, fits: true, earliestStart: window.start } };
}

/** Whose fault it is that ports are missing, where that is not the sessions'. */
function heldBy(worker: Worker, short: Short, { foreignPorts }: Asked): Pick<WorkerVerdict, 'foreignPorts'> {
  const count = short.ports === undefined ? 0 : foreignOn(worker, foreignPorts).length;
  return count === 0 ? {} : { foreignPorts: count };
}

/** Whether anything but the calendar speaks against it; `fitOn` puts it into words. */
export function isHindered({ worker, isOpen }: Seat, asked: Asked): boolean {
  const { start } = asked.request;
  if (!isOpen || lackedOn(worker, asked.request).length > 0) return true;
  if (start === undefined) return false;
  return (
    start < earliestPossibleStart(worker, asked) ||
    maintenanceDuring(worker, windowAt(start, asked.now, asked)) !== undefined
  );
}

/** As asked, or for as soon as possible: of an empty worker. */
export function shortOf(worker: Worker, asked: Asked): Short {
  const { start, portNames } = asked.request;
  const short =
    start === undefined ? shortWhenEmpty(worker, asked) : shortAt(worker, windowAt(start, asked.now, asked), asked);
  const ports = missingPorts(worker, portNames.length, foreignOn(worker, asked.foreignPorts));
  return ports > 0 ? { ...short, ports } : short;
}

function shortWhenEmpty(worker: Worker, { request }: Asked): Partial<Record<Resource, number>> {
  return shortages(seatOf(worker).capacity, nothing, request.needs);
}

function shortAt(worker: Worker, window: Window, asked: Asked): Partial<Record<Resource, number>> {
  const seat = seatOf(worker);
  return shortages(seat.capacity, peakOf(timelineNow(seat, asked), window), asked.request.needs);
}

export function timelineNow({ timeline, worker }: Seat, { now, settings }: Pick<Asked, 'now' | 'settings'>): Timeline {
  if (timeline.firstEnd > now) return timeline;
  return timelineWithOverdue(worker.reservations, now, now + settings.teardownMs);
}

function tooLate(worker: Worker, asked: Asked): readonly string[] {
  const { start } = asked.request;
  const possible = earliestPossibleStart(worker, asked);
  if (start === undefined || start >= possible) return [];
  return [`it needs ${Math.ceil((possible - asked.now) / 60_000)} min until a lab is ready on it`];
}

/** As soon as possible goes around it. */
function maintained(worker: Worker, asked: Asked): readonly string[] {
  const { start } = asked.request;
  const window = start === undefined ? undefined : maintenanceDuring(worker, windowAt(start, asked.now, asked));
  return window === undefined ? [] : [`it is in maintenance from ${toIso(window.from)} to ${toIso(window.until)}`];
}

function earliestPossibleStart(worker: Worker, { request, settings, now }: Asked): Instant {
  return instant(hostReadyAt(worker, now, settings) + prepareMs(request, settings));
}

/**
 * The first start that it could keep, when that is before the limit. Undefined too when nothing that can be foreseen makes
 * room: it is too small, out of ports, or not to be used.
 */
export function startOn(worker: Worker, asked: Asked, limit = Number.POSITIVE_INFINITY): Instant | undefined {
  const { request, foreignPorts } = asked;
  const seat = seatOf(worker);
  if (!seat.isOpen || lackedOn(worker, request).length > 0) return undefined;
  if (exceeds(nothing, { capacity: seat.capacity, needs: request.needs })) return undefined;
  const ports = missingPorts(worker, request.portNames.length, foreignOn(worker, foreignPorts));
  return ports > 0 ? undefined : startBefore(seat, limit, asked);
}

/** As soon as possible is as soon as the host is up: its place is held from now on, when there is room until then. */
function fromNow(worker: Worker, window: Window, asked: Asked): Window {
  const held = { ...window, from: asked.now };
  return isFree(seatOf(worker), held, asked) ? held : window;
}

function earliestWindow(worker: Worker, asked: Asked): Window {
  const start = startBefore(seatOf(worker), Number.POSITIVE_INFINITY, asked);
  if (start === undefined) throw new Error(`${worker.id} has room for nothing although it is empty`);
  return windowAt(start, asked.now, asked);
}

/**
 * The first start of which everything fits into the window, not before one that was asked for; undefined when it is not
 * before the limit. Nothing that begins while something is in the way can fit: what is in the way last is what is jumped
 * over. The worker must be able to hold it when it is empty.
 */
export function startBefore(seat: Seat, limit: number, asked: Asked): Instant | undefined {
  const { request, settings, now } = asked;
  // Who asked for a time is told one that can be asked for: a whole minute.
  const rounded = request.start === undefined ? (at: number): Instant => instant(at) : nextMinute;
  const leadMs = prepareMs(request, settings) + settings.marginMs;
  let start = rounded(Math.max(earliestPossibleStart(seat.worker, asked), request.start ?? now));
  while (start < limit) {
    const until = inTheWay(seat, windowAt(start, now, asked), asked);
    if (until === undefined) return start;
    start = rounded(until + leadMs);
  }
  return undefined;
}

export function isFree(seat: Seat, window: Window, asked: Asked): boolean {
  return inTheWay(seat, window, asked) === undefined;
}

/** Until when sessions or maintenance leave no room in the window; undefined when they do all the time. */
function inTheWay(seat: Seat, window: Window, asked: Asked): number | undefined {
  const room = { capacity: seat.capacity, needs: asked.request.needs };
  return blockedUntil(timelineNow(seat, asked), room, window) ?? maintenanceDuring(seat.worker, window)?.until;
}

export function nextMinute(at: number): Instant {
  return instant(Math.ceil(at / 60_000) * 60_000);
}
