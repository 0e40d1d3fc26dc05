import type { WorkerVerdict } from '../domain/session/index.ts';
import { type Claim, capacityOf, peakUsage, type Resource, shortages, type Worker } from '../domain/worker/index.ts';
import { type Instant, instant } from '../kernel/index.ts';
import {
  claimsOf,
  freePorts,
  hostReadyAt,
  obstaclesOf,
  type PlacementRequest,
  type PlacementSettings,
  prepareMs,
  type Window,
  windowAt,
} from './fleet.ts';

/** What one worker answers to a request. */
export interface Fit {
  readonly worker: Worker;
  readonly verdict: WorkerVerdict;
  /** Only when it fits. */
  readonly window?: Window | undefined;
  readonly ports?: Readonly<Record<string, number>> | undefined;
}

interface Asked {
  readonly request: PlacementRequest;
  readonly settings: PlacementSettings;
  readonly now: Instant;
}

/** Whether the worker can hold the session, when, and if not what it lacks and by how much. */
export function fitOn(worker: Worker, asked: Asked): Fit {
  const obstacles = [...obstaclesOf(worker)];
  const ports = freePorts(worker, asked.request.portNames);
  const never = shortages(capacityOf(worker), peakUsage([], asked.now, asked.now), asked.request.needs);
  const base = { workerId: worker.id, name: worker.name };
  if (obstacles.length > 0 || ports === undefined || Object.keys(never).length > 0) {
    const short = { ...never, ...(ports === undefined && { ports: asked.request.portNames.length }) };
    return { worker, verdict: { ...base, fits: false, short, obstacles } };
  }
  const earliest = earliestWindow(worker, asked);
  const { start } = asked.request;
  if (start === undefined) {
    const window = fromNow(worker, earliest, asked);
    return {
      worker,
      ports,
      window,
      verdict: { ...base, fits: true, short: {}, obstacles: [], earliestStart: earliest.start },
    };
  }
  const refusal = refusalAt(worker, start, asked);
  if (refusal === undefined) {
    const window = windowAt(start, asked.now, asked);
    return { worker, ports, window, verdict: { ...base, fits: true, short: {}, obstacles: [], earliestStart: start } };
  }
  return { worker, verdict: { ...base, fits: false, ...refusal, earliestStart: earliest.start } };
}

/** As soon as possible is as soon as the host is up: its place is held from now on, when there is room until then. */
function fromNow(worker: Worker, window: Window, asked: Asked): Window {
  const held = { ...window, from: asked.now };
  return Object.keys(shortAt(worker, held, asked)).length === 0 ? held : window;
}

/** Why a start cannot be kept; undefined when it can. */
function refusalAt(
  worker: Worker,
  start: Instant,
  asked: Asked,
): Pick<WorkerVerdict, 'short' | 'obstacles'> | undefined {
  const possible = earliestPossibleStart(worker, asked);
  if (start < possible) {
    const minutes = Math.ceil((possible - asked.now) / 60_000);
    return { short: {}, obstacles: [`it needs ${minutes} min until a lab is ready on it`] };
  }
  const short = shortAt(worker, windowAt(start, asked.now, asked), asked);
  return Object.keys(short).length > 0 ? { short, obstacles: [] } : undefined;
}

function earliestPossibleStart(worker: Worker, { request, settings, now }: Asked): Instant {
  return instant(hostReadyAt(worker, now, settings) + prepareMs(request, settings));
}

function shortAt(worker: Worker, window: Window, asked: Asked): Partial<Record<Resource, number>> {
  const claims = claimsOf(worker, asked.now, asked.settings);
  return shortages(capacityOf(worker), peakUsage(claims, window.from, window.until), asked.request.needs);
}

/**
 * The first window in which everything fits, not before a start that was asked for. Room only grows where a claim ends,
 * so those instants are all that need trying; after the last one the worker is empty.
 */
export function earliestWindow(worker: Worker, asked: Asked): Window {
  const { request, settings, now } = asked;
  const first = instant(Math.max(earliestPossibleStart(worker, asked), request.start ?? now));
  const lead = prepareMs(request, settings) + settings.marginMs;
  const claims: readonly Claim[] = claimsOf(worker, now, settings);
  const ends = claims.map(({ until }) => instant(until + lead)).filter((at) => at > first);
  for (const start of [first, ...ends.toSorted((a, b) => a - b)]) {
    const window = windowAt(start, now, asked);
    if (Object.keys(shortAt(worker, window, asked)).length === 0) return window;
  }
  throw new Error(`${worker.id} has room for nothing although it is empty`);
}
