import type { ForeignPorts } from '../domain/lab/index.ts';
import type { Session } from '../domain/session/index.ts';
import type { Template } from '../domain/template/index.ts';
import type { Amounts } from '../domain/worker/index.ts';
import {
  type Claim,
  type IdleRule,
  lackedDefinitions,
  type Worker,
  type WorkerStatus,
  workerCan,
} from '../domain/worker/index.ts';
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
  /** A host on which nothing is and nothing comes is switched off after this long. */
  readonly idleMs: number;
  /** Only false says that none is. */
  readonly stopsIdle?: boolean | undefined;
  /** So many of a region are left running though nobody uses them. */
  readonly minRunningPerRegion?: number | undefined;
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
  idleMs: 60 * minuteMs,
};

/** All that a placement looks at. */
export interface Fleet {
  readonly workers: readonly Worker[];
  /** Those of other regions too, where only one is looked at: a budget is for all of them. */
  readonly everywhere?: readonly Worker[] | undefined;
  readonly templates: readonly Template[];
  /** Ports that are held by labs to which nobody promised them: no session gets one. */
  readonly foreignPorts?: ForeignPorts | undefined;
  readonly settings: PlacementSettings;
  readonly now: Instant;
}

/** When nobody uses a worker: the scheduler decides by it, the worker judges it again, and screens count down to it. */
export function idleRuleOf({ idleMs, stoppedLeadMs, stopsIdle }: PlacementSettings): IdleRule {
  return { idleMs, keepsUpMs: stoppedLeadMs + idleMs, enabled: stopsIdle };
}

/** What is asked for: a lab's needs over an interval, from a given start or as soon as possible. */
export interface PlacementRequest {
  readonly needs: Amounts;
  readonly portNames: readonly string[];
  /** Kinds of nodes that it consists of; left out, any worker will do. */
  readonly nodeDefinitions?: readonly string[] | undefined;
  readonly bootSeconds: number;
  readonly start?: Instant | undefined;
  readonly durationMs: number;
  /** Where it should be. Elsewhere is better than nowhere, unless it may not leave. */
  readonly region?: { readonly name: string; readonly only: boolean } | undefined;
}

/** What a session as booked asks of the fleet. */
export function requestOf({ definition, wanted }: Pick<Session, 'definition' | 'wanted'>): PlacementRequest {
  return {
    needs: definition.needs,
    portNames: definition.ports.map(({ name }) => name),
    nodeDefinitions: definition.nodeDefinitions,
    bootSeconds: definition.bootSeconds,
    start: wanted.start,
    durationMs: wanted.durationMinutes * 60_000,
    region: wanted.region === undefined ? undefined : { name: wanted.region, only: wanted.regionOnly ?? false },
  };
}

/** The interval of a reservation and the session's slot within it. */
export interface Window {
  readonly from: Instant;
  readonly start: Instant;
  readonly end: Instant;
  readonly until: Instant;
}

/** From the moment a lab can be imported until a candidate can use it. */
export function prepareMs(request: Pick<PlacementRequest, 'bootSeconds'>, settings: PlacementSettings): number {
  // Whole milliseconds: instants are compared for equality, and a fraction of one gets lost in their size.
  return Math.ceil(settings.importMs + request.bootSeconds * 1000 * settings.bootFactor);
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
  const { status, service } = worker;
  if (status === 'running' && service === 'available') return now;
  if (needsLaunch.includes(status)) return hostWaitedFor('newLeadMs', worker, { now, settings });
  return hostWaitedFor('stoppedLeadMs', worker, { now, settings });
}

/** When a worker could first take a lab that does not exist yet. */
export function newHostReadyAt(now: Instant, settings: PlacementSettings): Instant {
  return hostWaitedFor('newLeadMs', { status: 'pending', statusSince: now }, { now, settings });
}

function hostWaitedFor(
  lead: 'newLeadMs' | 'stoppedLeadMs',
  { status, statusSince }: Pick<Worker, 'status' | 'statusSince'>,
  { now, settings }: { now: Instant; settings: PlacementSettings },
): Instant {
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
export function obstaclesOf(worker: Worker, { nodeDefinitions }: PlacementRequest): readonly string[] {
  const obstacles = [...lackedDefinitions(worker, nodeDefinitions)];
  if (!workerCan('reserve', worker)) obstacles.push(`it is ${worker.status}: ${worker.reason}`);
  if (worker.desired === 'terminated') obstacles.push('it is to be terminated');
  if (worker.service === 'error') obstacles.push('its CML does not answer');
  if (worker.heldBack !== undefined) obstacles.push('it looks dead, as many others do');
  return obstacles;
}
