import * as z from 'zod';
import { SessionId } from '../domain/session/index.ts';
import {
  desiredStatuses,
  lookKinds,
  MaintenanceId,
  pressures,
  ReservationId,
  serviceStatuses,
  WorkerId,
  type WorkerStatus,
  weekdays,
  workerOrigins,
  workerTransitions,
} from '../domain/worker/index.ts';
import { License, LicenseOrder } from './license.ts';
import { at, count, id, reason } from './primitives.ts';
import { Boots, CostAccount, Savings } from './worker-accounts.ts';
import { Checks, KnownChecks, KnownDefinitions, Line, ServiceHealth } from './worker-condition.ts';
import { DrainPlan } from './worker-drain.ts';
import { Looks } from './worker-looks.ts';

export const Amounts = z
  .object({ cpuCores: z.number().nonnegative(), memoryMiB: count, storageGiB: z.number().nonnegative(), nodes: count })
  .meta({ description: 'CPU cores, memory in MiB, storage in GiB, licensed nodes' });

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are its statuses
const workerStatuses = Object.keys(workerTransitions) as WorkerStatus[];

/** Where a launch goes on when AWS has no place of its own choice. */
export const otherPlaces = {
  instanceTypes: z.array(z.string().min(1)).max(5).readonly().optional().meta({
    description: 'Taken instead, in this order, when AWS has no more of the first; none smaller than the capacity',
  }),
  zones: z
    .array(z.string().min(1))
    .max(6)
    .readonly()
    .optional()
    .meta({ description: 'Availability zones asked one after the other when AWS has no place of its own choice' }),
};

export const WorkerSpec = z.object({
  region: z.string().min(1),
  instanceType: z.string().min(1),
  imageId: z.string().optional(),
  ...otherPlaces,
  imageName: z.string().min(1),
  volumeGiB: z.int().min(8).max(16_384),
  capacity: Amounts,
  portRange: z.object({ first: z.int().min(1024).max(65_535), last: z.int().min(1024).max(65_535) }),
  hourlyCostUsd: z.number().nonnegative(),
  unlicensedNodes: count,
  registersLicense: z.boolean(),
});

/** As AWS names them; a name of another shape becomes part of no host name. */
export const regionName = z
  .string()
  .regex(/^[a-z]{2,}(?:-[a-z0-9]+)+$/, { error: 'not a region like us-east-1' })
  .max(32)
  .meta({ examples: ['us-east-1'] });

const LaunchRefusal = z
  .object({ code: z.string(), exception: z.string() })
  .meta({ description: 'Why EC2 refused the last launch: our code, and the name of the older system for it' });

const LaunchPlace = z
  .object({ number: count, instanceType: z.string(), zone: z.string().optional() })
  .meta({ description: 'Where the present launch is tried, when its template allows several places' });

export const Reservation = z.object({
  id: id(ReservationId),
  sessionId: id(SessionId),
  from: at,
  until: at,
  amounts: Amounts,
  ports: z.record(z.string(), z.int()),
  confirmBy: at,
  confirmed: z.boolean(),
});

const Activity = z
  .object({ labs: count, running: count, byHand: count, lastAt: at.optional() })
  .meta({ description: 'Labs on the host, those that run, and of these the ones that no session made' });

const DesiredCause = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('idle'),
    by: z.string(),
    since: at,
    lastActivityAt: at.optional(),
    nextBookingAt: at.optional(),
  }),
  z.object({ kind: z.enum(['booking', 'timetable', 'maintenance']) }),
  z.object({ kind: z.literal('use') }),
]);

const Maintenance = z.object({
  id: id(MaintenanceId),
  from: at,
  until: at,
  keepsUp: z.boolean().meta({ description: 'Whether the host runs meanwhile' }),
  reason: z.string(),
  by: z.string(),
});

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'a time of the day like 08:30' })
  .meta({ examples: ['08:00'] });

export const Timetable = z.object({
  zone: z
    .string()
    .max(64)
    .refine(isZone, { error: 'not a time zone like Europe/Zurich' })
    .meta({ examples: ['Europe/Zurich'] }),
  hours: z
    .array(
      z.object({
        days: z
          .array(z.enum(weekdays))
          .min(1)
          .max(7)
          .readonly()
          .meta({ examples: [['mon', 'tue', 'wed', 'thu', 'fri']] }),
        from: timeOfDay,
        until: timeOfDay.meta({ description: 'Of the next day when it is not after `from`', examples: ['18:00'] }),
      }),
    )
    .min(1)
    .max(21)
    .readonly(),
});

/** As people write them. Asking for a format of its own is slow, and workers are read all the time. */
const usualZones: ReadonlySet<string> = new Set(Intl.supportedValuesOf('timeZone'));

function isZone(name: string): boolean {
  if (usualZones.has(name)) return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export const SnapshotPolicy = z.object({
  everyHours: z.int().min(1).max(744),
  keep: z.int().min(1).max(100).meta({ description: 'Of these; older ones are deleted once a newer one is complete' }),
});

/** A worker as every reader sees it: its state, its version, and the position at which it had both. */
export const WorkerView = z
  .object({
    id: id(WorkerId),
    version: count,
    name: z.string(),
    template: z.string().meta({ description: 'Empty when it was specified by hand' }),
    spec: WorkerSpec,
    origin: z.enum(workerOrigins),
    status: z.enum(workerStatuses),
    statusSince: at,
    reason: z.string(),
    desired: z.enum(desiredStatuses),
    desiredReason: z.string(),
    desiredCause: DesiredCause.optional(),
    desiredSince: at.optional(),
    launch: count,
    failures: count,
    refusal: LaunchRefusal.optional(),
    place: LaunchPlace.optional(),
    instanceId: z.string().optional(),
    publicIp: z.string().optional(),
    privateIp: z.string().optional(),
    checks: KnownChecks.optional(),
    service: z.enum(serviceStatuses),
    serviceSince: at.optional(),
    serviceLostAt: at.optional().meta({ description: 'When CML was last there no more, also after it has come back' }),
    endpoint: z.string().optional(),
    cmlVersion: z.string().optional(),
    license: License,
    licenseOrder: LicenseOrder.optional(),
    pressure: z.array(z.enum(pressures)).readonly().optional(),
    reservations: z.record(z.string(), Reservation),
    idleSince: at,
    activity: Activity.optional(),
    idleDetection: z.boolean().optional().meta({ description: 'Absent means true' }),
    snoozedUntil: at.optional(),
    maintenance: z.array(Maintenance).readonly().optional(),
    timetable: Timetable.optional(),
    snapshotPolicy: SnapshotPolicy.optional(),
    tags: z.record(z.string(), z.string()).optional(),
    removedTags: z.array(z.string()).readonly().optional(),
    tagsRefused: z.string().optional(),
    detailedMonitoring: z.boolean().optional(),
    health: ServiceHealth.extend({ since: at }).optional(),
    definitions: KnownDefinitions.extend({ since: at })
      .optional()
      .meta({ description: 'What its CML can run; absent when nobody has looked yet' }),
    line: Line.extend({ since: at })
      .optional()
      .meta({ description: 'Whether its CML tells what happens, or is asked now and then' }),
    heldBack: z
      .object({ reason: z.string(), since: at })
      .optional()
      .meta({ description: 'It looks dead, and nothing is done about it: too many do at once' }),
    savings: Savings.optional(),
    looks: Looks.optional().meta({ description: 'The newest refresh and sync that were asked for' }),
    drain: DrainPlan.optional(),
    deletedAt: at.optional().meta({ description: 'Its record has left the lists' }),
    cost: CostAccount.optional(),
    boots: Boots.optional(),
    leftovers: z
      .record(z.string(), count)
      .optional()
      .meta({ description: 'Instances of earlier launches that are being ended, each with its launch' }),
    labsRefreshAskedAt: at.optional().meta({ description: 'Its labs are to be read now, and have not been yet' }),
    createdAt: at,
    createdBy: z.string(),
  })
  .meta({ id: 'Worker' });
export type WorkerView = z.output<typeof WorkerView>;
export const WorkerViews = z.object({ items: z.array(WorkerView) });

const launch = z.int().positive();

export const WorkerReport = z.discriminatedUnion('type', [
  z.object({ type: z.literal('placed'), launch, place: count, reason: z.string() }),
  z.object({ type: z.literal('launched'), launch, instanceId: z.string() }),
  z.object({
    type: z.literal('host'),
    launch,
    status: z.enum(['provisioning', 'starting', 'running', 'stopping', 'stopped']),
    reason: z.string(),
    publicIp: z.string().optional(),
    privateIp: z.string().optional(),
    checks: Checks.optional(),
  }),
  z.object({
    type: z.literal('service'),
    launch,
    status: z.enum(serviceStatuses),
    endpoint: z.string().optional(),
    cmlVersion: z.string().optional(),
  }),
  z.object({ type: z.literal('license'), launch, license: License }),
  z.object({ type: z.literal('activity'), launch, activity: Activity.optional() }),
  z.object({
    type: z.literal('noticed'),
    launch,
    health: ServiceHealth.optional(),
    definitions: KnownDefinitions.optional(),
    line: Line.optional(),
    heldBack: z.string().optional(),
    labsMoved: z.literal(true).optional(),
  }),
  z.object({ type: z.literal('tags-refused'), launch, reason: z.string() }),
  z.object({ type: z.literal('looked'), launch, kind: z.enum(lookKinds), requestedAt: at, found: z.string() }),
  z.object({ type: z.literal('leftover-found'), launch, of: launch, instanceId: z.string() }),
  z.object({ type: z.literal('leftover-ended'), launch, instanceId: z.string() }),
  z.object({ type: z.literal('drain-time-up'), launch }),
  z.object({ type: z.literal('launch-failed'), launch, reason: z.string(), refusal: LaunchRefusal.optional() }),
  z.object({ type: z.literal('vacated'), launch }),
  z.object({ type: z.literal('terminating'), launch, reason: z.string() }),
  z.object({ type: z.literal('terminated'), launch }),
]);

export const OfWorker = z.strictObject({ workerId: id(WorkerId) });
export const OfWorkerBecause = z.strictObject({ workerId: id(WorkerId), reason: reason.optional() });

export const SnoozeWorker = z.strictObject({
  workerId: id(WorkerId),
  minutes: z
    .int()
    .min(0)
    .max(10_080)
    .optional()
    .meta({ description: 'From now; 0 ends a snooze; without it as long as the setting `idle.snoozeMinutes` says' }),
  reason: reason.optional(),
});
export const SetIdleDetection = z.strictObject({
  workerId: id(WorkerId),
  enabled: z.boolean(),
  reason: reason.optional(),
});

export const PlanMaintenance = z.strictObject({
  workerId: id(WorkerId),
  from: at,
  until: at,
  keepsUp: z.boolean().default(true),
  reason,
});
export const CancelMaintenance = z.strictObject({
  workerId: id(WorkerId),
  maintenanceId: id(MaintenanceId),
  reason: reason.optional(),
});
export const SetTimetable = Timetable.extend({ workerId: id(WorkerId) }).strict();

/** Whether a worker is idle, and if not, everything that keeps it up. */
export const IdleStatus = z
  .object({
    idle: z.boolean(),
    stopsAt: at.optional().meta({ description: 'When it is stopped if nothing else happens; absent: not foreseen' }),
    because: z.array(
      z.object({
        why: z.string().meta({ examples: ['labs-running'] }),
        words: z.string().meta({ examples: ['2 labs run on it, 1 made by hand'] }),
      }),
    ),
    idleTimeoutMinutes: z.number(),
  })
  .meta({ id: 'IdleStatus' });
export type IdleStatus = z.output<typeof IdleStatus>;

export const ReportWorker = z.strictObject({ workerId: id(WorkerId), expectedVersion: count, report: WorkerReport });
/** The scheduler plans a worker before anybody needs its instance. */
export const PlanWorker = z.strictObject({ workerId: id(WorkerId), template: z.string(), reason });
export const AskWorker = z.strictObject({
  workerId: id(WorkerId),
  to: z.enum(['running', 'stopped']),
  reason,
  cause: z.enum(['idle', 'booking', 'timetable', 'maintenance']).optional(),
});
