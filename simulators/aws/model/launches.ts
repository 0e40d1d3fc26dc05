import { type Image, type InstanceType, instanceTypeOf, isOffered, zonesOf } from './catalog.ts';
import { type Ec2Context, wholeSecond } from './context.ts';
import type { Courses } from './course.ts';
import { Ec2Error } from './ec2-error.ts';
import { ec2Id } from './ids.ts';
import { type Ec2Instance, type LaunchOrder, latest, look, type StoredInstance } from './instance.ts';
import { checkLaunch, vcpusInUse } from './launch-rules.ts';
import type { Storage } from './storage.ts';
import { withTags } from './tags.ts';
import { namedZone, type RefusedOrders, requireSameOrder, tokenScope } from './tokens.ts';

type Place = Pick<StoredInstance, 'reservationId' | 'launchIndex'> & { readonly zones: readonly string[] };

/** How instances come to be and come up. */
export class Launches {
  readonly #context: Ec2Context;
  readonly #storage: Storage;
  readonly #refused: RefusedOrders;

  constructor(context: Ec2Context, storage: Storage, refused: RefusedOrders) {
    this.#context = context;
    this.#storage = storage;
    this.#refused = refused;
  }

  /** Idempotent by token, for ever. The answer shows what is, without lag. */
  run(region: string, order: LaunchOrder): readonly Ec2Instance[] {
    const { faults, instances, random } = this.#context;
    zonesOf(region);
    const scope = tokenScope(region, order);
    const known = scope === undefined ? [] : instances.byToken(scope);
    if (known[0] !== undefined) return this.#launchedBefore(known, order);
    this.#refused.check(region, order);
    const type = this.#check(region, order);
    this.refuseBeyondQuota(region, type.vcpus * order.maxCount);
    const zones = this.#openZones(region, order);
    if (type.mishap?.kind === 'lose-answer') {
      faults.add({ kind: 'lose-answer', actions: ['RunInstances'], region, count: 1 });
    }
    const reservationId = ec2Id('r', random);
    const indexes = Array.from({ length: order.maxCount }, (_, launchIndex) => launchIndex);
    return indexes.map((launchIndex) => this.#launchOne(region, order, { reservationId, launchIndex, zones }));
  }

  /** @throws Ec2Error for the first thing that is wrong with the order itself */
  check(region: string, order: LaunchOrder): void {
    checkLaunch(region, order, this.#storage.usable(region));
  }

  boot(action: string, { region, order }: Pick<StoredInstance, 'region' | 'order'>): ReturnType<Courses['boot']> {
    const { faults, courses, now } = this.#context;
    const type = instanceTypeOf(order.instanceType);
    const mishap = type.mishap?.kind === 'boot' ? type.mishap.outcome : undefined;
    const outcome = faults.take('boot', { action, region })?.outcome ?? mishap;
    return courses.boot(type, now(), outcome);
  }

  refuseBeyondQuota(region: string, vcpus: number): void {
    const { instances, settings, now } = this.#context;
    const inUse = vcpusInUse(instances.truth(now()), region);
    if (inUse + vcpus > settings.vcpuLimit) throw new Ec2Error('VcpuLimitExceeded');
  }

  /** @throws Ec2Error when there is no host left for a stopped instance in its zone */
  refuseWithoutCapacity({ region, order: { instanceType }, availabilityZone: zone }: Ec2Instance): void {
    const call = { action: 'StartInstances', region, instanceType, zone };
    if (this.#context.faults.take('no-capacity', call)) throw new Ec2Error('InsufficientInstanceCapacity');
  }

  #check(region: string, order: LaunchOrder): InstanceType {
    try {
      return checkLaunch(region, order, this.#storage.usable(region));
    } catch (error) {
      if (error instanceof Ec2Error && error.code === 'InsufficientInstanceCapacity') this.#refused.add(region, order);
      throw error;
    }
  }

  /** Whoever names no zone gets one that has a host left. */
  #openZones(region: string, order: LaunchOrder): readonly string[] {
    const { instanceType } = order;
    const named = namedZone(region, order);
    const offering = (named === undefined ? zonesOf(region) : [named]).filter((zone) => isOffered(instanceType, zone));
    if (offering.length === 0) throw new Ec2Error('Unsupported', `${instanceType} is not supported in ${named}.`);
    const lacks = (zone: string): boolean =>
      this.#context.faults.take('no-capacity', { action: 'RunInstances', region, instanceType, zone }) !== undefined;
    const open = offering.filter((zone) => !lacks(zone));
    if (open.length > 0) return open;
    this.#refused.add(region, order);
    throw new Ec2Error('InsufficientInstanceCapacity');
  }

  #launchedBefore(known: readonly StoredInstance[], order: LaunchOrder): readonly Ec2Instance[] {
    const [first] = known;
    if (first) requireSameOrder(first.order, order);
    const now = this.#context.now();
    const seen = known.map((stored) => look(stored, latest(stored), now));
    if (seen.every(({ state }) => state === 'terminated')) throw new Ec2Error('IdempotentInstanceTerminated');
    return seen;
  }

  #launchOne(region: string, order: LaunchOrder, { zones, ...place }: Place): Ec2Instance {
    const { random, now, instances, disks, effects, nextAddress, visibleFrom } = this.#context;
    const id = ec2Id('i', random);
    const image = this.#storage.usable(region).find((known) => known.id === order.imageId);
    if (image === undefined) throw new Error(`${order.imageId} went away`);
    const stored: StoredInstance = {
      ...place,
      id,
      region,
      order,
      availabilityZone: namedZone(region, order) ?? zones[Math.floor(random.next() * zones.length)] ?? '',
      volumeId: ec2Id('vol', random),
      ...diskOf(order, image),
      privateIp: `10.0.${Math.floor(random.next() * 256)}.${4 + Math.floor(random.next() * 250)}`,
      versions: [
        {
          ...this.boot('RunInstances', { region, order }),
          visibleFrom: visibleFrom('RunInstances', region),
          launchedAt: wholeSecond(now()),
          publicIp: nextAddress(),
          transition: '',
          monitoring: order.monitoring,
          tags: withTags({}, order.tags),
          volumeTags: withTags({}, order.volumeTags ?? {}),
        },
      ],
    };
    disks.copied(image.snapshotId, id);
    instances.add(stored);
    effects.add('launches', order.token ?? id);
    return look(stored, latest(stored), now());
  }
}

/** A mapping of another device than the root of the image says nothing of the disk it boots from. */
function diskOf({ volume }: LaunchOrder, image: Image): Pick<StoredInstance, 'volumeGiB' | 'root' | 'lineage'> {
  const isMeant = volume.device === undefined || volume.device === image.rootDevice;
  const { sizeGiB, type, encrypted } = isMeant ? volume : { sizeGiB: undefined, type: 'gp2', encrypted: false };
  const { rootDevice: device, snapshotId } = image;
  return {
    volumeGiB: sizeGiB ?? image.sizeGiB,
    root: { device, type, encrypted: encrypted || image.encrypted, snapshotId },
    lineage: image.lineage ?? image.name,
  };
}
