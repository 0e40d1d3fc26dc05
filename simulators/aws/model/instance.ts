import { checkStatuses, instanceStates } from '@lcm/core/ports/instances';
import { z } from 'zod';
import { type Checks, checksAt, type Stage, stageAt, stateReasons } from './lifecycle.ts';
import { terminatedShownMs } from './settings.ts';

const reasons = Object.keys(stateReasons).filter((key): key is keyof typeof stateReasons => key in stateReasons);
const tags = z.record(z.string(), z.string());

/** What a caller of RunInstances asked for. */
export const LaunchOrder = z.strictObject({
  instanceType: z.string(),
  imageId: z.string(),
  minCount: z.int().positive(),
  maxCount: z.int().positive(),
  token: z.string().optional(),
  availabilityZone: z.string().optional(),
  keyName: z.string().optional(),
  subnetId: z.string().optional(),
  securityGroupIds: z.array(z.string()).readonly(),
  userData: z.string().optional(),
  volume: z.strictObject({
    /** Another name than the image's own for its root makes it a second disk. */
    device: z.string().optional(),
    sizeGiB: z.number().optional(),
    type: z.string(),
    encrypted: z.boolean(),
  }),
  volumeTags: tags.optional(),
  httpTokens: z.enum(['optional', 'required']),
  monitoring: z.boolean(),
  tags,
});
export type LaunchOrder = Readonly<z.infer<typeof LaunchOrder>>;

/** All of an instance that writes change. Each write makes a new one, seen by Describe calls from `visibleFrom` on. */
const Version = z.strictObject({
  visibleFrom: z.number(),
  launchedAt: z.number(),
  publicIp: z.string(),
  course: z
    .array(
      z.strictObject({ at: z.number(), state: z.enum(instanceStates), reason: z.enum(reasons).optional() }).readonly(),
    )
    .readonly(),
  checks: z.strictObject({ at: z.number(), system: z.enum(checkStatuses), instance: z.enum(checkStatuses) }).readonly(),
  transition: z.string(),
  monitoring: z.boolean(),
  tags: tags.readonly(),
  volumeTags: tags.readonly().optional(),
  /** What AWS will do to it by itself. */
  event: z.strictObject({ code: z.string(), description: z.string(), notBefore: z.number() }).readonly().optional(),
});
export type Version = Readonly<z.infer<typeof Version>>;

export const StoredInstance = z.strictObject({
  id: z.string(),
  region: z.string(),
  reservationId: z.string(),
  launchIndex: z.int(),
  order: LaunchOrder,
  availabilityZone: z.string(),
  volumeId: z.string(),
  volumeGiB: z.number(),
  /** Of the disk it boots from. Those that were launched before disks were told apart have what was ordered. */
  root: z
    .strictObject({ device: z.string(), type: z.string(), encrypted: z.boolean(), snapshotId: z.string() })
    .optional(),
  /** The name of the image that its disk began as. */
  lineage: z.string().optional(),
  privateIp: z.string(),
  versions: z.array(Version).readonly(),
});
export type StoredInstance = Readonly<z.infer<typeof StoredInstance>>;

/** An instance as one looks at it at one moment. */
export interface Ec2Instance extends Omit<StoredInstance, 'versions'>, Omit<Version, 'course' | 'checks'> {
  readonly state: (typeof instanceStates)[number];
  readonly stateSince: number;
  readonly stateReason?: keyof typeof stateReasons | undefined;
  readonly checks: Checks;
  /** Only while it runs. */
  readonly address?: string | undefined;
  readonly isShown: boolean;
}

export function latest({ id, versions }: StoredInstance): Version {
  const version = versions.at(-1);
  if (version === undefined) throw new Error(`${id} has no version`);
  return version;
}

/** The version that Describe calls answer with, none while the launch itself is unseen. */
export function visible({ versions }: StoredInstance, now: number): Version | undefined {
  return versions.findLast(({ visibleFrom }) => visibleFrom <= now);
}

/** What time changes of an instance while nobody does anything to it. */
interface Moment {
  readonly stage: Stage;
  readonly checks: Checks;
  readonly isShown: boolean;
}

interface Look {
  readonly stored: StoredInstance;
  readonly moment: Moment;
  readonly instance: Ec2Instance;
}

/** The last look at each version: hosts are looked at all the time, and mostly nothing has changed. */
const lastLooks = new WeakMap<Version, Look>();

export function look(stored: StoredInstance, version: Version, now: number): Ec2Instance {
  const moment = momentOf(version, now);
  const last = lastLooks.get(version);
  if (last?.stored === stored && isSame(last.moment, moment)) return last.instance;
  const instance = seenAt(moment, stored, version);
  lastLooks.set(version, { stored, moment, instance });
  return instance;
}

function momentOf({ course, checks }: Version, now: number): Moment {
  const stage = stageAt(course, now);
  const isShown = stage.state !== 'terminated' || now < stage.at + terminatedShownMs;
  return { stage, checks: checksAt(checks, stage.state, now), isShown };
}

function isSame(one: Moment, other: Moment): boolean {
  const isChecked = one.checks.system === other.checks.system && one.checks.instance === other.checks.instance;
  return one.stage === other.stage && one.isShown === other.isShown && isChecked;
}

function seenAt({ stage, checks, isShown }: Moment, stored: StoredInstance, version: Version): Ec2Instance {
  const { versions: _, ...fixed } = stored;
  const { course: __, checks: ___, ...rest } = version;
  return {
    ...fixed,
    ...rest,
    state: stage.state,
    stateSince: stage.at,
    stateReason: stage.reason,
    checks,
    address: stage.state === 'running' || stage.state === 'stopping' ? version.publicIp : undefined,
    isShown,
  };
}

/** With another version on top. Versions that nobody can see any more are forgotten; writes become visible in order. */
export function withVersion(stored: StoredInstance, version: Version, now: number): StoredInstance {
  const firstSeen = stored.versions.findLastIndex(({ visibleFrom }) => visibleFrom <= now);
  const kept = stored.versions.slice(Math.max(0, firstSeen));
  const visibleFrom = Math.max(version.visibleFrom, latest(stored).visibleFrom);
  return { ...stored, versions: [...kept, { ...version, visibleFrom }] };
}
