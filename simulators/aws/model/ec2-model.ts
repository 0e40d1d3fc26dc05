import { isDeepStrictEqual } from 'node:util';
import { type Clock, instant, type Random, toIso } from '@lcm/core/kernel';
import { z } from 'zod';
import { imagesOf, instanceTypeOf, zonesOf } from './catalog.ts';
import { Courses } from './course.ts';
import { Ec2Error } from './ec2-error.ts';
import { type EffectCounts, Effects, SavedEffects } from './effects.ts';
import { Fault, FaultPlan } from './faults.ts';
import { instanceFields } from './fields.ts';
import { type Filter, matchesAll } from './filters.ts';
import { ec2Id } from './ids.ts';
import { type Ec2Instance, type LaunchOrder, latest, look, StoredInstance, type Version } from './instance.ts';
import { InstanceStore, requireIds } from './instance-store.ts';
import { checkLaunch, vcpusInUse, vcpusOf } from './launch-rules.ts';
import { type Order, type StateReason, verdicts } from './lifecycle.ts';
import type { Ec2Settings } from './settings.ts';
import { type Tags, withoutTags, withTags } from './tags.ts';

export interface Ec2ModelOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
  readonly settings: Ec2Settings;
  /** The public address of the nth start of an instance, counted from 0. */
  readonly addressOf: (n: number) => string;
  /** What `toJSON` said before a restart. */
  readonly saved?: unknown;
}

const Saved = z.strictObject({
  addresses: z.int(),
  instances: z.array(StoredInstance),
  effects: SavedEffects,
  faults: z.array(Fault),
});

export interface StateChange {
  readonly before: Ec2Instance;
  readonly after: Ec2Instance;
}

export interface Ids {
  readonly region: string;
  readonly ids: readonly string[];
}

/**
 * EC2 as a state machine: synchronous, without timers. All that happens by itself was written down when it was
 * decided and follows from the time at which somebody looks, so that a restart changes nothing.
 */
export class Ec2Model {
  readonly faults: FaultPlan;
  readonly settings: Ec2Settings;
  readonly #options: Ec2ModelOptions;
  readonly #courses: Courses;
  readonly #store: InstanceStore;
  readonly #effects: Effects;
  #addresses: number;

  constructor(options: Ec2ModelOptions) {
    const saved = options.saved === undefined ? undefined : Saved.parse(options.saved);
    this.settings = options.settings;
    this.#options = options;
    this.#courses = new Courses(options.random, options.settings);
    this.#store = new InstanceStore(saved?.instances ?? []);
    this.#effects = new Effects(saved?.effects);
    this.faults = new FaultPlan(saved?.faults);
    this.#addresses = saved?.addresses ?? 0;
  }

  /** What really happened, counted. */
  get effects(): Readonly<EffectCounts> {
    return this.#effects.counts;
  }

  /** All instances of all regions as they really are, for those who play the machines. */
  get truth(): readonly Ec2Instance[] {
    return this.#store.truth(this.#now);
  }

  /** Idempotent by token, for ever. The answer shows what is, without lag. */
  runInstances(region: string, order: LaunchOrder): readonly Ec2Instance[] {
    const known = order.token === undefined ? [] : this.#store.byToken(region, order.token);
    if (known[0] !== undefined) return this.#launchedBefore(known, order);
    const type = checkLaunch(region, order);
    this.#refuseBeyondQuota(region, type.vcpus * order.maxCount);
    if (type.mishap?.kind === 'lose-answer') {
      this.faults.add({ kind: 'lose-answer', actions: ['RunInstances'], region, count: 1 });
    }
    const reservationId = ec2Id('r', this.#options.random);
    const indexes = Array.from({ length: order.maxCount }, (_, launchIndex) => launchIndex);
    return indexes.map((launchIndex) => this.#launchOne(region, order, { reservationId, launchIndex }));
  }

  describeInstances({ region, ids }: Ids, filters: readonly Filter[] = []): readonly Ec2Instance[] {
    zonesOf(region);
    const seen = new Map(this.#store.seen(region, this.#now).map((instance) => [instance.id, instance]));
    const wanted = ids.length > 0 ? requireIds(ids, (id) => seen.get(id)) : [...seen.values()];
    return wanted.filter((instance) => matchesAll(filters, { fields: instanceFields(instance), tags: instance.tags }));
  }

  /** @throws Ec2Error when one of the ids is malformed or unknown */
  requireInstances({ region, ids }: Ids): void {
    this.#store.require(region, ids, this.#now);
  }

  startInstances(target: Ids): readonly StateChange[] {
    const stopped = this.truth.filter(({ id, state }) => target.ids.includes(id) && state === 'stopped');
    this.#refuseBeyondQuota(target.region, vcpusOf(stopped));
    return this.#order('start', target, (instance) => {
      this.#effects.add('starts', instance.id);
      const boot = this.#boot('StartInstances', instance);
      const publicIp = this.settings.keepsAddress ? instance.publicIp : this.#nextAddress();
      return { ...boot, launchedAt: this.#wholeSecond, publicIp, transition: '' };
    });
  }

  stopInstances(target: Ids): readonly StateChange[] {
    return this.#order('stop', target, (instance) => {
      this.#effects.add('stops', instance.id);
      const course = this.#courses.stop(instanceTypeOf(instance.order.instanceType), this.#now);
      return { ...course, transition: this.#userInitiated() };
    });
  }

  terminateInstances(target: Ids): readonly StateChange[] {
    return this.#terminate(target, 'Client.UserInitiatedShutdown');
  }

  /** What nobody of us asked for: the host broke. @throws Ec2Error when there is no such instance */
  terminateFromOutside(id: string): void {
    const region = this.truth.find((instance) => instance.id === id)?.region ?? '';
    this.#terminate({ region, ids: [id] }, 'Server.InternalError');
  }

  createTags(target: Ids, tags: Tags): void {
    this.#rewrite('CreateTags', target, (version) => ({ tags: withTags(version.tags, tags) }));
  }

  deleteTags(target: Ids, removed: ReadonlyMap<string, string | undefined>): void {
    this.#rewrite('DeleteTags', target, (version) => ({ tags: withoutTags(version.tags, removed) }));
  }

  setMonitoring(target: Ids, monitoring: boolean): readonly Ec2Instance[] {
    return this.#rewrite(monitoring ? 'MonitorInstances' : 'UnmonitorInstances', target, () => ({ monitoring }));
  }

  toJSON(): z.input<typeof Saved> {
    return {
      addresses: this.#addresses,
      instances: structuredClone([...this.#store.all]),
      effects: structuredClone(this.#effects.counts),
      faults: structuredClone([...this.faults.all]),
    };
  }

  /** EC2 tells launch times in whole seconds. */
  get #wholeSecond(): number {
    return Math.floor(this.#now / 1000) * 1000;
  }

  get #now(): number {
    return this.#options.clock.now();
  }

  #refuseBeyondQuota(region: string, vcpus: number): void {
    if (vcpusInUse(this.truth, region) + vcpus > this.settings.vcpuLimit) throw new Ec2Error('VcpuLimitExceeded');
  }

  #launchedBefore(known: readonly StoredInstance[], order: LaunchOrder): readonly Ec2Instance[] {
    if (!isDeepStrictEqual(plain(known[0]?.order), plain(order))) throw new Ec2Error('IdempotentParameterMismatch');
    return known.map((stored) => look(stored, latest(stored), this.#now));
  }

  #launchOne(
    region: string,
    order: LaunchOrder,
    place: Pick<StoredInstance, 'reservationId' | 'launchIndex'>,
  ): Ec2Instance {
    const { random } = this.#options;
    const id = ec2Id('i', random);
    const zones = zonesOf(region);
    const image = imagesOf(region).find((known) => known.id === order.imageId);
    const stored: StoredInstance = {
      ...place,
      id,
      region,
      order,
      availabilityZone: order.availabilityZone ?? zones[Math.floor(random.next() * zones.length)] ?? '',
      volumeId: ec2Id('vol', random),
      volumeGiB: order.volume.sizeGiB ?? image?.sizeGiB ?? 8,
      privateIp: `10.0.${Math.floor(random.next() * 256)}.${4 + Math.floor(random.next() * 250)}`,
      versions: [
        {
          ...this.#boot('RunInstances', { region, order }),
          visibleFrom: this.#visibleFrom('RunInstances', region),
          launchedAt: this.#wholeSecond,
          publicIp: this.#nextAddress(),
          transition: '',
          monitoring: order.monitoring,
          tags: withTags({}, order.tags),
        },
      ],
    };
    this.#store.add(stored);
    this.#effects.add('launches', order.token ?? id);
    return look(stored, latest(stored), this.#now);
  }

  #boot(action: string, { region, order }: Pick<StoredInstance, 'region' | 'order'>): ReturnType<Courses['boot']> {
    const type = instanceTypeOf(order.instanceType);
    const mishap = type.mishap?.kind === 'boot' ? type.mishap.outcome : undefined;
    const outcome = this.faults.take('boot', { action, region })?.outcome ?? mishap;
    return this.#courses.boot(type, this.#now, outcome);
  }

  #terminate(target: Ids, reason: StateReason): readonly StateChange[] {
    return this.#order('terminate', target, (instance) => {
      this.#effects.add('terminations', instance.id);
      const course = this.#courses.terminate(instanceTypeOf(instance.order.instanceType), this.#now, reason);
      const transition = reason === 'Client.UserInitiatedShutdown' ? this.#userInitiated() : reason;
      return { ...course, transition };
    });
  }

  /** All or none: one instance in a wrong state refuses the whole call. */
  #order(
    order: Order,
    { region, ids }: Ids,
    change: (instance: Ec2Instance) => Partial<Version>,
  ): readonly StateChange[] {
    const now = this.#now;
    const targets = this.#store.require(region, ids, now).map((stored) => ({
      stored,
      before: look(stored, latest(stored), now),
    }));
    const wrong = targets.find(({ before }) => verdicts[order][before.state] === 'refuse');
    if (wrong) {
      const { id, state } = wrong.before;
      throw new Ec2Error('IncorrectInstanceState', `The instance '${id}' is ${state}: it cannot ${order}.`);
    }
    return targets.map(({ stored, before }) => {
      if (verdicts[order][before.state] === 'nothing') return { before, after: before };
      const after = this.#write(stored, actionOf[order], change(before));
      return { before, after };
    });
  }

  #rewrite(action: string, target: Ids, change: (version: Version) => Partial<Version>): readonly Ec2Instance[] {
    const targets = this.#store.require(target.region, target.ids, this.#now);
    const changes = targets.map((stored) => ({ stored, to: change(latest(stored)) }));
    return changes.map(({ stored, to }) => this.#write(stored, action, to));
  }

  #write(stored: StoredInstance, action: string, change: Partial<Version>): Ec2Instance {
    const visibleFrom = this.#visibleFrom(action, stored.region);
    const changed = this.#store.change(stored, { ...latest(stored), ...change, visibleFrom }, this.#now);
    return look(changed, latest(changed), this.#now);
  }

  #visibleFrom(action: string, region: string): number {
    const drawn = this.#courses.lag();
    return this.#now + Math.floor(this.faults.take('lag', { action, region })?.ms ?? drawn);
  }

  #nextAddress(): string {
    this.#addresses += 1;
    return this.#options.addressOf(this.#addresses - 1);
  }

  #userInitiated(): string {
    return `User initiated (${toIso(instant(this.#now)).slice(0, 19).replace('T', ' ')} GMT)`;
  }
}

const actionOf = {
  start: 'StartInstances',
  stop: 'StopInstances',
  terminate: 'TerminateInstances',
} as const satisfies Record<Order, string>;

/** As JSON has it, where what is undefined is absent: so an order still equals itself after a restart. */
function plain(order: LaunchOrder | undefined): unknown {
  return JSON.parse(JSON.stringify(order ?? null));
}
