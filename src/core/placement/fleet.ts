import { type Amounts, type Claim, type Worker, type WorkerStatus, workerCan } from '../domain/worker/index.ts';
import { type Instant, instant } from '../kernel/index.ts';

const minuteMs = 60_000;

/** How long things take, and what may be promised. Learned later; settings at first. All in milliseconds. */
export interface PlacementSettings {
  /** From asking a stopped worker to run until it takes sessions. */
  readonly stoppedLeadMs: number;
  /** The same for a worker that has no instance yet. */
  readonly newLeadMs: number;
  /** Importing a lab and everything else around its boot. */
  readonly importMs: number;
  /** How long labs take to boot here, as a multiple of what their node definitions say. */
  readonly bootFactor: number;
  /** Ready this long before the start: what is promised is kept with it. */
  readonly marginMs: number;
  /** For collecting, grading and cleaning up after the end. */
  readonly teardownMs: number;
  /** Workers that may exist in a region at once. */
  readonly ceilingPerRegion: number;
  /** How long an unconfirmed reservation holds its place. */
  readonly confirmWithinMs: number;
}

export const defaultPlacementSettings: PlacementSettings = {
  stoppedLeadMs: 20 * minuteMs,
  newLeadMs: 25 * minuteMs,
  importMs: 2 * minuteMs,
  bootFactor: 1,
  marginMs: 2 * minuteMs,
  teardownMs: 10 * minuteMs,
  ceilingPerRegion: 10,
  confirmWithinMs: minuteMs,
};

/** What is asked for: a lab's needs over an interval, from a given start or as soon as possible. */
export interface PlacementRequest {
  readonly needs: Amounts;
  readonly portNames: readonly string[];
  readonly bootSeconds: number;
  readonly start?: Instant | undefined;
  readonly durationMs: number;
}

/** The interval of a reservation and the session's slot within it. */
export interface Window {
  readonly from: Instant;
  readonly start: Instant;
  readonly end: Instant;
  readonly until: Instant;
}

/** From the moment a lab can be imported until a candidate can use it. */
export function prepareMs(request: PlacementRequest, settings: PlacementSettings): number {
  return settings.importMs + request.bootSeconds * 1000 * settings.bootFactor;
}

/** The window of a session that starts at `start`, its preparation beginning no earlier than `now`. */
export function windowAt(
  start: Instant,
  now: Instant,
  on: { request: PlacementRequest; settings: PlacementSettings },
): Window {
  const { request, settings } = on;
  const end = instant(start + request.durationMs);
  const from = instant(Math.max(now, start - prepareMs(request, settings) - settings.marginMs));
  return { from, start, end, until: instant(end + settings.teardownMs) };
}

/** Less than this is never promised of a host that still comes up: what it waited for so long may yet take a moment. */
const leastWaitMs = 10_000;

const needsLaunch: readonly WorkerStatus[] = ['pending', 'provisioning', 'failed'];
const comingUp: readonly WorkerStatus[] = ['provisioning', 'starting', 'running'];

/** When the worker can first take a lab, if it is asked for now. */
export function hostReadyAt(worker: Worker, now: Instant, settings: PlacementSettings): Instant {
  const { status, service, statusSince } = worker;
  if (status === 'running' && service === 'available') return now;
  const lead = needsLaunch.includes(status) ? 'newLeadMs' : 'stoppedLeadMs';
  const waited = comingUp.includes(status) ? now - statusSince : 0;
  return instant(now + Math.max(settings[lead] - waited, leastWaitMs));
}

/** Claims as they will really be: one that outstays its time goes on for a while. */
export function claimsOf(worker: Worker, now: Instant, settings: PlacementSettings): readonly Claim[] {
  return Object.values(worker.reservations).map((reservation) =>
    reservation.until > now ? reservation : { ...reservation, until: instant(now + settings.teardownMs) },
  );
}

/** What speaks against the worker whatever the calendar says, in words. */
export function obstaclesOf(worker: Worker): readonly string[] {
  const obstacles: string[] = [];
  if (!workerCan('reserve', worker)) obstacles.push(`it is ${worker.status}: ${worker.reason}`);
  if (worker.desired === 'terminated') obstacles.push('it is to be terminated');
  if (worker.license.status === 'invalid' || worker.license.status === 'expired') {
    obstacles.push(`its licence is ${worker.license.status}`);
  }
  return obstacles;
}

/** The lowest ports of the worker's range that no session holds; undefined when there are not enough. */
export function freePorts(worker: Worker, names: readonly string[]): Record<string, number> | undefined {
  const used = new Set(Object.values(worker.reservations).flatMap(({ ports }) => Object.values(ports)));
  const { first, last } = worker.spec.portRange;
  const ports: Record<string, number> = {};
  let port = first;
  for (const name of names) {
    while (used.has(port)) port += 1;
    if (port > last) return undefined;
    ports[name] = port;
    port += 1;
  }
  return ports;
}
