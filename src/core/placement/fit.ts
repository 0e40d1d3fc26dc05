import type { ForeignPorts } from '../domain/lab/index.ts';
import type { WorkerVerdict } from '../domain/session/index.ts';
import {
  type Amounts,
  effectiveCapacity,
  maintenanceDuring,
  nothing,
  peakUsage,
  type Resource,
  shortages,
  type Worker,
  windowsOf,
} from '../domain/worker/index.ts';
import { type Instant, instant, toIso } from '../kernel/index.ts';
import { claimsOf, obstaclesOf, type PlacementRequest, type Window, windowAt } from './fleet.ts';
import { hostReadyAt, prepareMs } from './leads.ts';
import { foreignOn, missingPorts } from './ports.ts';
import type { PlacementSettings } from './settings.ts';
import { peakOf, timelineOf } from './timeline.ts';

/** What one worker answers to a request. */
export interface Fit {
  readonly worker: Worker;
  readonly verdict: WorkerVerdict;
  /** Only when it fits. */
  readonly window?: Window | undefined;
}

interface Asked {
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
    const earliestStart = asked.explain ? earliestStartOn(worker, asked) : undefined;
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

/** As asked, or for as soon as possible: of an empty worker. */
function shortOf(worker: Worker, asked: Asked): Short {
  const { start, portNames } = asked.request;
  const short =
    start === undefined ? shortWhenEmpty(worker, asked) : shortAt(worker, windowAt(start, asked.now, asked), asked);
  const ports = missingPorts(worker, portNames.length, foreignOn(worker, asked.foreignPorts));
  return ports > 0 ? { ...short, ports } : short;
}

function shortWhenEmpty(worker: Worker, { request }: Asked): Partial<Record<Resource, number>> {
  return shortages(effectiveCapacity(worker), nothing, request.needs);
}

function shortAt(worker: Worker, window: Window, asked: Asked): Partial<Record<Resource, number>> {
  return shortages(effectiveCapacity(worker), peakDuring(worker, window, asked), asked.request.needs);
}

function peakDuring(worker: Worker, { from, until }: Window, { now, settings }: Asked): Amounts {
  const timeline = timelineOf(worker.reservations);
  if (timeline.firstEnd > now) return peakOf(timeline, from, until);
  // Something outstays its time: what then is claimed until when depends on now.
  return peakUsage(claimsOf(worker, now, settings), from, until);
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

/** Undefined when nothing that can be foreseen makes room: it is too small, out of ports, or not to be used. */
function earliestStartOn(worker: Worker, asked: Asked): Instant | undefined {
  const { request, foreignPorts } = asked;
  const ports = missingPorts(worker, request.portNames.length, foreignOn(worker, foreignPorts));
  if (ports > 0 || obstaclesOf(worker, request).length > 0) return undefined;
  return Object.keys(shortWhenEmpty(worker, asked)).length > 0 ? undefined : earliestWindow(worker, asked).start;
}

/** As soon as possible is as soon as the host is up: its place is held from now on, when there is room until then. */
function fromNow(worker: Worker, window: Window, asked: Asked): Window {
  const held = { ...window, from: asked.now };
  return isFree(worker, held, asked) ? held : window;
}

/**
 * The first window in which everything fits, not before a start that was asked for. Room only grows where a claim ends,
 * so those instants are all that need trying; after the last one the worker is empty.
 */
function earliestWindow(worker: Worker, asked: Asked): Window {
  const { request, settings, now } = asked;
  // Who asked for a time is told one that can be asked for: a whole minute.
  const rounded = request.start === undefined ? (at: number): Instant => instant(at) : nextMinute;
  const first = rounded(Math.max(earliestPossibleStart(worker, asked), request.start ?? now));
  const lead = prepareMs(request, settings) + settings.marginMs;
  const taken = [...claimsOf(worker, now, settings), ...windowsOf(worker)];
  const ends = taken.map(({ until }) => rounded(until + lead));
  for (const start of [first, ...ends.filter((at) => at > first).toSorted((a, b) => a - b)]) {
    const window = windowAt(start, now, asked);
    if (isFree(worker, window, asked)) return window;
  }
  throw new Error(`${worker.id} has room for nothing although it is empty`);
}

function isFree(worker: Worker, window: Window, asked: Asked): boolean {
  return maintenanceDuring(worker, window) === undefined && Object.keys(shortAt(worker, window, asked)).length === 0;
}

export function nextMinute(at: number): Instant {
  return instant(Math.ceil(at / 60_000) * 60_000);
}
