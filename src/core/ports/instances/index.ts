import type { InstanceState } from '../../domain/instance/index.ts';
import type { Brand, Instant } from '../../kernel/index.ts';

export type { ErrorGuide, InstancesErrorCode } from './instances-error.ts';
export { errorGuides, InstancesError } from './instances-error.ts';

export type InstanceId = Brand<string, 'InstanceId'>;

/** @throws Error when `text` is not shaped like an instance id of EC2 */
export function instanceId(text: string): InstanceId {
  if (!/^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(text)) throw new Error(`not an instance id: ${text}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place an InstanceId is minted
  return text as InstanceId;
}

export { type InstanceState, instanceStates } from '../../domain/instance/index.ts';

/** EC2's reachability checks, system (their host) and instance (our guest). */
export const checkStatuses = ['ok', 'impaired', 'initializing', 'insufficient-data', 'not-applicable'] as const;
export type CheckStatus = (typeof checkStatuses)[number];

export interface SeenInstance {
  readonly id: InstanceId;
  readonly region: string;
  readonly state: InstanceState;
  /** The token it was launched with; absent when somebody else launched it. */
  readonly token?: string | undefined;
  readonly instanceType: string;
  readonly imageId: string;
  readonly availabilityZone?: string | undefined;
  readonly launchedAt: Instant;
  readonly publicIp?: string | undefined;
  readonly privateIp?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Why EC2 moved it to its state, in EC2's code: `Client.UserInitiatedShutdown`. */
  readonly stateReason?: string | undefined;
  /** The disk it boots from, while it is there. */
  readonly rootVolumeId?: string | undefined;
  /** Measured every minute instead of every five; it costs. */
  readonly detailedMonitoring?: boolean | undefined;
}

/** What AWS will do to an instance by itself, such as `instance-retirement`. */
export interface ScheduledEvent {
  readonly code: string;
  readonly description: string;
  readonly notBefore?: Instant | undefined;
}

export interface InstanceChecks {
  readonly id: InstanceId;
  readonly system: CheckStatus;
  readonly instance: CheckStatus;
  /** Absent when nothing is planned. */
  readonly events?: readonly ScheduledEvent[] | undefined;
}

export interface LaunchRequest {
  readonly region: string;
  /** At most one instance per token, for ever. At most 64 characters (an EC2 rule). */
  readonly token: string;
  readonly instanceType: string;
  /**
   * Where it must be; EC2 chooses when left out. A token counts in each zone by itself: whoever names another zone
   * with the same token has two instances (docs/adr/0018).
   */
  readonly zone?: string | undefined;
  /** This image and no other: one made of a snapshot. */
  readonly imageId?: string | undefined;
  /** The newest image of ours or Amazon's whose name matches: `*` and `?` as in EC2 filters. */
  readonly imageName: string;
  /** Of the encrypted disk that it boots from; never less than its image needs. */
  readonly volumeGiB: number;
  /** Set by the launch itself, so that no instance of ours is ever without them. At most 50. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface InstancesQuery {
  readonly region: string;
  readonly ids?: readonly InstanceId[];
  readonly token?: string;
  /** Exact tag values that all must hold. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Tags that it must carry, whatever their values. */
  readonly tagKeys?: readonly string[];
  /** Made of any of these images. */
  readonly imageIds?: readonly string[];
}

/** An image as EC2 tells of it. */
export interface SeenImage {
  readonly id: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly createdAt: Instant;
  /** The account that it belongs to. */
  readonly owner: string;
}

/**
 * Virtual machines, as the worker controller needs them. Every adapter passes `contract.ts`.
 * Every method may throw `InstancesError`; after any throw but a refusal the effect may or may not have happened.
 */
export interface Instances {
  /**
   * Idempotent: the same token and zone yield the same instance, also after it has ended, as long as EC2 shows it.
   * It tries one place and no other: where to go next when there is no capacity is written down first.
   */
  launch(request: LaunchRequest): Promise<SeenInstance>;
  /** What is there now, all pages, ended ones while EC2 still shows them. It may lag behind writes: "not seen" is not yet "gone". */
  list(query: InstancesQuery): Promise<readonly SeenInstance[]>;
  /**
   * All images of ours, Amazon's and those that others share with us whose name matches, `*` and `?` as in EC2 filters;
   * the newest first.
   */
  images(region: string, namePattern: string): Promise<readonly SeenImage[]>;
  /** Reachability of running instances; those without checks yet are left out. */
  checks(region: string, ids: readonly InstanceId[]): Promise<readonly InstanceChecks[]>;
  /** Safe to repeat; starting a running instance changes nothing. Refused with `wrong-state` while it stops or ends. */
  start(region: string, id: InstanceId): Promise<void>;
  /** Safe to repeat. */
  stop(region: string, id: InstanceId): Promise<void>;
  /** Safe to repeat. Once accepted it is final, though `list` may show the instance for another hour. */
  terminate(region: string, id: InstanceId): Promise<void>;
  /** Adds or overwrites tags. */
  tag(region: string, id: InstanceId, tags: Readonly<Record<string, string>>): Promise<void>;
  /** Removes tags by their keys; those that it does not have are no error. */
  untag(region: string, id: InstanceId, keys: readonly string[]): Promise<void>;
  /** Turns measuring every minute on or off. Safe to repeat. */
  monitor(region: string, id: InstanceId, detailed: boolean): Promise<void>;
  /** Regions that the account may use, in order of their names. Each of them knows them all. */
  regions(from: string): Promise<readonly string[]>;
  /** Zones of the region that are open and offer the instance type, in order of their names. Offered is not yet free. */
  zones(region: string, instanceType: string): Promise<readonly string[]>;
}
