import type { DefinitionId } from '../domain/definition/index.ts';
import type { ForeignPorts } from '../domain/lab/index.ts';
import type { Session } from '../domain/session/index.ts';
import type { Template } from '../domain/template/index.ts';
import type { Amounts } from '../domain/worker/index.ts';
import {
  type Claim,
  type CmlVersions,
  type IdleRule,
  lackedOn,
  type Worker,
  workerCan,
} from '../domain/worker/index.ts';
import { type Instant, instant } from '../kernel/index.ts';
import { leadMs, prepareMs } from './leads.ts';
import type { HostKind } from './learned.ts';
import type { PlacementSettings } from './settings.ts';

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
export function idleRuleOf(worker: HostKind, settings: PlacementSettings): IdleRule {
  const { idleMs, afterSessionsMs = idleMs, stopsIdle } = settings;
  const keepsUpMs = leadMs('restart', worker, settings) + Math.min(idleMs, afterSessionsMs);
  return { idleMs, afterSessionsMs, keepsUpMs, enabled: stopsIdle };
}

/** What is asked for: a lab's needs over an interval, from a given start or as soon as possible. */
export interface PlacementRequest {
  readonly needs: Amounts;
  readonly portNames: readonly string[];
  /** Kinds of nodes that it consists of; left out, any worker will do. */
  readonly nodeDefinitions?: readonly string[] | undefined;
  readonly cmlVersions?: CmlVersions | undefined;
  readonly bootSeconds: number;
  /** Of which labs were brought up before; left out, what its nodes are said to take counts. */
  readonly definitionId?: DefinitionId | undefined;
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
    cmlVersions: definition.cmlVersions,
    bootSeconds: definition.bootSeconds,
    definitionId: definition.id,
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

/** Claims as they will really be: one that outstays its time goes on for a while. */
export function claimsOf(worker: Worker, now: Instant, settings: PlacementSettings): readonly Claim[] {
  return Object.values(worker.reservations).map((reservation) =>
    reservation.until > now ? reservation : { ...reservation, until: instant(now + settings.teardownMs) },
  );
}

/** What speaks against the worker whatever the calendar says, in words. */
export function obstaclesOf(worker: Worker, request: PlacementRequest): readonly string[] {
  return [...lackedOn(worker, request), ...standingObstacles(worker)];
}

/** Those that speak against every request. */
export function standingObstacles(worker: Worker): readonly string[] {
  const obstacles: string[] = [];
  if (!workerCan('reserve', worker)) obstacles.push(`it is ${worker.status}: ${worker.reason}`);
  if (worker.desired === 'terminated') obstacles.push('it is to be terminated');
  if (worker.service === 'error') obstacles.push('its CML does not answer');
  if (worker.heldBack !== undefined) obstacles.push('it looks dead, as many others do');
  return obstacles;
}
