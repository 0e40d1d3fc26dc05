import { type Brand, type Instant, idKind } from '../../kernel/index.ts';
import type { SessionId } from '../session/session-id.ts';
import type { WorkerActivity } from './activity.ts';
import type { Boots } from './boots.ts';
import type { Amounts, Claim } from './calendar.ts';
import type { Line, ServiceHealth } from './condition.ts';
import type { CostAccount } from './cost.ts';
import type { DesiredCause } from './desired-cause.ts';
import type { DrainEvent, DrainPlan } from './drain-plan.ts';
import type { HostChecks, KnownChecks } from './host-checks.ts';
import type { KnownDefinitions } from './known-definitions.ts';
import type { LaunchPlace } from './launch-places.ts';
import type { License, LicenseEvent, LicenseOrder } from './license.ts';
import type { DesiredStatus, ServiceStatus, WorkerStatus } from './lifecycle.ts';
import type { Looks } from './look.ts';
import type { MaintenanceId, MaintenanceWindow } from './maintenance-window.ts';
import type { Pressure } from './pressure.ts';
import type { Savings } from './savings.ts';
import type { SnapshotPolicy } from './snapshot-policy.ts';
import type { Timetable } from './timetable.ts';

export type WorkerId = Brand<string, 'WorkerId'>;
export const WorkerId = idKind<'WorkerId'>('wkr');

export type ReservationId = Brand<string, 'ReservationId'>;
export const ReservationId = idKind<'ReservationId'>('res');

/** A session's claim on this worker: capacity over an interval, and host ports by the definition's port names. */
export interface Reservation extends Claim {
  readonly id: ReservationId;
  readonly sessionId: SessionId;
  readonly ports: Readonly<Record<string, number>>;
  /** Unless the session has said yes by then, a sweeper may take it back. */
  readonly confirmBy: Instant;
  readonly confirmed: boolean;
}

/** What every launch of the worker is made of; copied from its template, so that editing the template changes no worker. */
export interface WorkerSpec {
  readonly region: string;
  readonly instanceType: string;
  /** This image and no other; else the newest whose name is like `imageName`. */
  readonly imageId?: string | undefined;
  /** Taken instead when there is none left of the first, in this order; none is smaller than what `capacity` says. */
  readonly instanceTypes?: readonly string[] | undefined;
  /** Asked one after the other when EC2 has no place of its own choice. */
  readonly zones?: readonly string[] | undefined;
  readonly imageName: string;
  readonly volumeGiB: number;
  readonly capacity: Amounts;
  /** Host ports that sessions may get, both ends included. */
  readonly portRange: { readonly first: number; readonly last: number };
  readonly hourlyCostUsd: number;
  /** Labs of more nodes than this need a registered licence. */
  readonly unlicensedNodes: number;
  /** Whether CML is registered with the fleet's licence token after boot. */
  readonly registersLicense: boolean;
}

/** Why a launch was refused, for programs: our code for it, and the name that the older system had. */
export interface LaunchRefusal {
  readonly code: string;
  readonly exception: string;
}

export const workerOrigins = ['created', 'planned', 'imported', 'discovered', 'restored'] as const;
export type WorkerOrigin = (typeof workerOrigins)[number];

/** A durable seat in the fleet; `launch` counts the instances that were to take it. */
export interface Worker {
  readonly id: WorkerId;
  readonly name: string;
  /** Empty when it was specified by hand. */
  readonly template: string;
  readonly spec: WorkerSpec;
  readonly origin: WorkerOrigin;
  readonly status: WorkerStatus;
  readonly statusSince: Instant;
  /** Why it has its status, in words. */
  readonly reason: string;
  readonly desired: DesiredStatus;
  readonly desiredReason: string;
  /** Absent when a person wants it. */
  readonly desiredCause?: DesiredCause | undefined;
  readonly desiredSince?: Instant | undefined;
  readonly launch: number;
  /** Failed launches since CML was last available on one, or an operator last asked for another try. */
  readonly failures: number;
  /** Of the last launch that EC2 refused, until CML is available on one. */
  readonly refusal?: LaunchRefusal | undefined;
  /** Where the present launch is tried; absent as long as there is only one place, or nobody has tried. */
  readonly place?: LaunchPlace | undefined;
  readonly instanceId?: string | undefined;
  readonly publicIp?: string | undefined;
  readonly privateIp?: string | undefined;
  readonly checks?: KnownChecks | undefined;
  readonly service: ServiceStatus;
  readonly serviceSince?: Instant | undefined;
  /** When CML was last there no more, also after it has come back. */
  readonly serviceLostAt?: Instant | undefined;
  readonly endpoint?: string | undefined;
  readonly cmlVersion?: string | undefined;
  readonly license: License;
  /** Absent while nobody has asked: then its spec says whether it is registered. */
  readonly licenseOrder?: LicenseOrder | undefined;
  /** What its host is short of, by its measurements. */
  readonly pressure?: readonly Pressure[] | undefined;
  readonly reservations: Readonly<Record<string, Reservation>>;
  /** When its last reservation was given back, or it began to run: what idle time counts from. */
  readonly idleSince: Instant;
  /** What was last seen on it; absent when CML does not tell. */
  readonly activity?: WorkerActivity | undefined;
  /** Only false says no. */
  readonly idleDetection?: boolean | undefined;
  readonly snoozedUntil?: Instant | undefined;
  /** In order of time; some may be over. */
  readonly maintenance?: readonly MaintenanceWindow[] | undefined;
  readonly timetable?: Timetable | undefined;
  /** Whether its disk is copied by itself, and how often. */
  readonly snapshotPolicy?: SnapshotPolicy | undefined;
  /** Of the operators, beside those that every instance of ours has. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** An instance may still have them. */
  readonly removedTags?: readonly string[] | undefined;
  /** Why EC2 did not take them; absent once they are others. */
  readonly tagsRefused?: string | undefined;
  readonly detailedMonitoring?: boolean | undefined;
  /** What CML says of its computes. */
  readonly health?: (ServiceHealth & { readonly since: Instant }) | undefined;
  /** What its CML can run; absent when nobody has looked yet. */
  readonly definitions?: (KnownDefinitions & { readonly since: Instant }) | undefined;
  /** Whether its CML tells us what happens, or is asked now and then. */
  readonly line?: (Line & { readonly since: Instant }) | undefined;
  /** It looks dead, and nothing is done about it, because too many do at once. */
  readonly heldBack?: { readonly reason: string; readonly since: Instant } | undefined;
  readonly savings?: Savings | undefined;
  /** What people asked to be looked at closely, and when that was done. */
  readonly looks?: Looks | undefined;
  /** Absent unless it drains, and is not simply waited for. */
  readonly drain?: DrainPlan | undefined;
  /** Its record has left the lists; its history stays. */
  readonly deletedAt?: Instant | undefined;
  readonly cost?: CostAccount | undefined;
  readonly boots?: Boots | undefined;
  /** Instances of earlier launches that showed themselves after those were given up, and are being ended: id, launch. */
  readonly leftovers?: Readonly<Record<string, number>> | undefined;
  /** Somebody wants its labs to be read now; absent once that was done. */
  readonly labsRefreshAskedAt?: Instant | undefined;
  readonly createdAt: Instant;
  readonly createdBy: string;
}

export type WorkerEvent =
  | {
      readonly type: 'WorkerCreated';
      readonly id: WorkerId;
      readonly name: string;
      readonly template: string;
      readonly spec: WorkerSpec;
      readonly origin: WorkerOrigin;
      readonly desired: DesiredStatus;
      readonly reason: string;
      readonly by: string;
      readonly at: Instant;
    }
  | {
      readonly type: 'WorkerDesiredStatusChanged';
      readonly to: DesiredStatus;
      readonly reason: string;
      readonly cause?: DesiredCause | undefined;
      readonly at: Instant;
    }
  | { readonly type: 'WorkerStatusChanged'; readonly to: WorkerStatus; readonly reason: string; readonly at: Instant }
  | {
      readonly type: 'WorkerInstanceAssigned';
      readonly launch: number;
      readonly instanceId: string;
      readonly at: Instant;
    }
  | {
      readonly type: 'WorkerAddressChanged';
      readonly publicIp?: string | undefined;
      readonly privateIp?: string | undefined;
      readonly at: Instant;
    }
  | ({ readonly type: 'WorkerChecksChanged'; readonly at: Instant } & HostChecks)
  | { readonly type: 'WorkerHealthChanged'; readonly health: ServiceHealth; readonly at: Instant }
  | { readonly type: 'WorkerDefinitionsChanged'; readonly definitions: KnownDefinitions; readonly at: Instant }
  | { readonly type: 'WorkerLineChanged'; readonly line: Line; readonly at: Instant }
  | { readonly type: 'WorkerHeldBack'; readonly reason: string; readonly at: Instant }
  | { readonly type: 'WorkerHeldBackEnded'; readonly at: Instant }
  | {
      readonly type: 'WorkerServiceStatusChanged';
      readonly to: ServiceStatus;
      readonly endpoint?: string | undefined;
      readonly cmlVersion?: string | undefined;
      readonly at: Instant;
    }
  | { readonly type: 'WorkerPressureChanged'; readonly under: readonly Pressure[]; readonly at: Instant }
  | LicenseEvent
  | DrainEvent
  | {
      readonly type: 'WorkerLicenseRegistrationRequested';
      readonly reregister: boolean;
      readonly token?: string | undefined;
      readonly by: string;
      readonly reason: string;
      readonly at: Instant;
    }
  | {
      readonly type: 'WorkerLicenseDeregistrationRequested';
      readonly by: string;
      readonly reason: string;
      readonly at: Instant;
    }
  | {
      readonly type: 'WorkerLeftoverFound';
      readonly launch: number;
      readonly instanceId: string;
      readonly at: Instant;
    }
  | { readonly type: 'WorkerLeftoverEnded'; readonly instanceId: string; readonly at: Instant }
  | {
      readonly type: 'WorkerLaunchPlaced';
      readonly launch: number;
      readonly place: LaunchPlace;
      readonly reason: string;
      readonly at: Instant;
    }
  | {
      readonly type: 'WorkerLaunchFailed';
      readonly launch: number;
      readonly reason: string;
      readonly refusal?: LaunchRefusal | undefined;
      readonly at: Instant;
    }
  | { readonly type: 'WorkerVacated'; readonly launch: number; readonly at: Instant }
  | { readonly type: 'WorkerRetryAsked'; readonly reason: string; readonly at: Instant }
  | { readonly type: 'WorkerReserved'; readonly reservations: readonly Reservation[]; readonly at: Instant }
  | { readonly type: 'WorkerReservationConfirmed'; readonly reservationId: ReservationId; readonly at: Instant }
  | {
      /** Its session has more time, or less, than it was reserved for at first. */
      readonly type: 'WorkerReservationResized';
      readonly reservationId: ReservationId;
      readonly from: Instant;
      readonly until: Instant;
      readonly at: Instant;
    }
  | {
      readonly type: 'WorkerReservationReleased';
      readonly reservationId: ReservationId;
      readonly reason: string;
      readonly at: Instant;
    }
  | { readonly type: 'WorkerActivityChanged'; readonly activity?: WorkerActivity | undefined; readonly at: Instant }
  | { readonly type: 'WorkerSnoozed'; readonly until: Instant; readonly reason: string; readonly at: Instant }
  | {
      readonly type: 'WorkerIdleDetectionSet';
      readonly enabled: boolean;
      readonly reason: string;
      readonly at: Instant;
    }
  | { readonly type: 'WorkerMaintenancePlanned'; readonly window: MaintenanceWindow; readonly at: Instant }
  | {
      readonly type: 'WorkerMaintenanceCancelled';
      readonly windowId: MaintenanceId;
      readonly reason: string;
      readonly at: Instant;
    }
  /** Without one: it has none any more. */
  | { readonly type: 'WorkerTimetableSet'; readonly timetable?: Timetable | undefined; readonly at: Instant }
  /** Without one: its disk is copied by hand only. */
  | { readonly type: 'WorkerSnapshotPolicySet'; readonly policy?: SnapshotPolicy | undefined; readonly at: Instant }
  | {
      readonly type: 'WorkerTagsChanged';
      readonly set: Readonly<Record<string, string>>;
      readonly remove: readonly string[];
      readonly at: Instant;
    }
  | { readonly type: 'WorkerTagsRefused'; readonly reason: string; readonly at: Instant }
  | {
      readonly type: 'WorkerDetailedMonitoringSet';
      readonly enabled: boolean;
      readonly reason: string;
      readonly at: Instant;
    }
  | { readonly type: 'WorkerLabsRefreshAsked'; readonly reason: string; readonly at: Instant }
  | { readonly type: 'WorkerLabsRefreshed'; readonly at: Instant }
  | {
      readonly type: 'WorkerRefreshRequested' | 'WorkerSyncRequested';
      readonly reason: string;
      readonly by: string;
      readonly at: Instant;
    }
  | {
      readonly type: 'WorkerRefreshCompleted' | 'WorkerSyncCompleted';
      /** When what is done now was asked for. */
      readonly requestedAt: Instant;
      /** What was found, in words. */
      readonly found: string;
      readonly at: Instant;
    }
  | { readonly type: 'WorkerTerminated'; readonly at: Instant }
  | { readonly type: 'WorkerDeleted'; readonly reason: string; readonly by: string; readonly at: Instant };

/**
 * One per launch and place: asking EC2 again for launch n never gives a second instance, and a place is left for good
 * before the next one is asked. At most 64 characters.
 */
export function launchToken({ id, launch, place }: Pick<Worker, 'id' | 'launch' | 'place'>): string {
  return place === undefined || place.number === 0 ? `${id}:${launch}` : `${id}:${launch}:${place.number}`;
}

/** Whether its present instance was launched by somebody else: it is ended only when a person says so. */
export function isImportedLaunch({ origin, launch }: Pick<Worker, 'origin' | 'launch'>): boolean {
  return launch === 1 && (origin === 'imported' || origin === 'discovered');
}
