import { type Clock, instant, type Random, toIso } from '@lcm/core/kernel';
import { z } from 'zod';
import { instanceTypeOf, zonesOf } from './catalog.ts';
import { type Ec2Context, wholeSecond } from './context.ts';
import { Courses } from './course.ts';
import { type Disks, emptyDisks } from './disks.ts';
import { Ec2Error } from './ec2-error.ts';
import { type EffectCounts, Effects, SavedEffects } from './effects.ts';
import { Fault, FaultPlan } from './faults.ts';
import { instanceFields } from './fields.ts';
import { type Filter, matchesAll } from './filters.ts';
import { type Ec2Instance, type LaunchOrder, latest, look, StoredInstance, type Version } from './instance.ts';
import { InstanceStore, requireIds } from './instance-store.ts';
import { vcpusOf } from './launch-rules.ts';
import { Launches } from './launches.ts';
import { type Checks, type Order, type StateReason, verdicts } from './lifecycle.ts';
import type { Ec2Settings } from './settings.ts';
import { StoredImage, StoredSnapshot } from './snapshot.ts';
import { Storage } from './storage.ts';
import type { Tags } from './tags.ts';
import { RefusedOrder, RefusedOrders } from './tokens.ts';

export interface Ec2ModelOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly random: Random;
  readonly settings: Ec2Settings;
  /** The public address of the nth start of an instance, counted from 0. */
  readonly addressOf: (n: number) => string;
  /** What is on the disks; nothing unless somebody keeps it. */
  readonly disks?: Disks | undefined;
  /** What `toJSON` said before a restart. */
  readonly saved?: unknown;
}

const Saved = z.strictObject({
  addresses: z.int(),
  instances: z.array(StoredInstance),
  snapshots: z.array(StoredSnapshot).default([]),
  images: z.array(StoredImage).default([]),
  refused: z.array(RefusedOrder).default([]),
  effects: SavedEffects,
  faults: z.array(Fault),
});

const nothingYet: z.input<typeof Saved> = {
  addresses: 0,
  instances: [],
  effects: { launches: {}, starts: {}, stops: {}, terminations: {} },
  faults: [],
};

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
  readonly storage: Storage;
  readonly #context: Ec2Context;
  readonly #store: InstanceStore;
  readonly #effects: Effects;
  readonly #refused: RefusedOrders;
  readonly #launches: Launches;
  #addresses: number;

  constructor(options: Ec2ModelOptions) {
    const { clock, random, settings, disks = emptyDisks } = options;
    const saved = Saved.parse(options.saved ?? nothingYet);
    this.settings = settings;
    this.faults = new FaultPlan(saved.faults);
    this.#store = new InstanceStore(saved.instances);
    this.#effects = new Effects(saved.effects);
    this.#refused = new RefusedOrders(saved.refused);
    this.#addresses = saved.addresses;
    this.#context = {
      now: () => clock.now(),
      random,
      settings,
      faults: this.faults,
      courses: new Courses(random, settings),
      instances: this.#store,
      effects: this.#effects,
      disks,
      visibleFrom: (action, region) => this.#visibleFrom(action, region),
      nextAddress: () => options.addressOf(this.#nextNumber()),
    };
    this.storage = new Storage(this.#context, saved);
    this.#launches = new Launches(this.#context, this.storage, this.#refused);
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
    return this.#launches.run(region, order);
  }

  /** @throws Ec2Error for the first thing that is wrong with the order itself */
  checkLaunch(region: string, order: LaunchOrder): void {
    this.#launches.check(region, order);
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
    this.#launches.refuseBeyondQuota(target.region, vcpusOf(stopped));
    for (const instance of stopped) this.#launches.refuseWithoutCapacity(instance);
    return this.#order('start', target, (instance) => {
      this.#effects.add('starts', instance.id);
      const boot = this.#launches.boot('StartInstances', instance);
      const publicIp = this.settings.keepsAddress ? instance.publicIp : this.#context.nextAddress();
      // It comes up on another host: what was planned for the old one no longer concerns it.
      return { ...boot, launchedAt: wholeSecond(this.#now), publicIp, transition: '', event: undefined };
    });
  }

  stopInstances(target: Ids): readonly StateChange[] {
    return this.#order('stop', target, (instance) => {
      this.#effects.add('stops', instance.id);
      const course = this.#context.courses.stop(instanceTypeOf(instance.order.instanceType), this.#now);
      return { ...course, transition: this.#userInitiated() };
    });
  }

  terminateInstances(target: Ids): readonly StateChange[] {
    return this.#terminate(target, 'Client.UserInitiatedShutdown');
  }

  /** What nobody of us asked for: the host broke. @throws Ec2Error when there is no such instance */
  terminateFromOutside(id: string): void {
    this.#terminate(this.#targetOf(id), 'Server.InternalError');
  }

  /** From now on its checks say so, until it is started anew. @throws Ec2Error when there is no such instance */
  impair(id: string, checks: Partial<Checks>): void {
    const at = this.#now;
    this.#rewrite('impair', this.#targetOf(id), (version) => ({ checks: { ...version.checks, at, ...checks } }));
  }

  /** AWS announces that it will take the host away. @throws Ec2Error when there is no such instance */
  retire(id: string, notBefore: number): void {
    const event = {
      code: 'instance-retirement',
      description: 'The instance is running on degraded hardware',
      notBefore,
    };
    this.#rewrite('retire', this.#targetOf(id), () => ({ event }));
  }

  /** Whatever the ids are of: instances, their disks, snapshots, images. All or none. */
  changeTags({ region, ids }: Ids, action: 'CreateTags' | 'DeleteTags', change: (tags: Tags) => Tags): void {
    const writes = ids.map((id) => this.#tagWrite({ region, ids: [id] }, action, change));
    for (const write of writes) write();
  }

  setMonitoring(target: Ids, monitoring: boolean): readonly Ec2Instance[] {
    return this.#rewrite(monitoring ? 'MonitorInstances' : 'UnmonitorInstances', target, () => ({ monitoring }));
  }

  toJSON(): z.input<typeof Saved> {
    return structuredClone({
      addresses: this.#addresses,
      instances: [...this.#store.all],
      snapshots: [...this.storage.snapshots.all],
      images: [...this.storage.images.all],
      refused: [...this.#refused.all],
      effects: this.#effects.counts,
      faults: [...this.faults.all],
    });
  }

  get #now(): number {
    return this.#context.now();
  }

  #targetOf(id: string): Ids {
    return { region: this.truth.find((instance) => instance.id === id)?.region ?? '', ids: [id] };
  }

  #tagWrite(target: Ids, action: string, change: (tags: Tags) => Tags): () => void {
    const [id = ''] = target.ids;
    if (/^(?:snap|ami)-/.test(id)) {
      const tags = change(this.storage.tagsOf(target.region, id));
      return () => this.storage.retag(target.region, id, { action, tags });
    }
    const stored = id.startsWith('vol-')
      ? this.#store.requireVolume(target.region, id, this.#now)
      : this.#store.require(target.region, target.ids, this.#now)[0];
    if (stored === undefined) throw new Ec2Error('InvalidID', `The ID '${id}' is not valid`);
    const { tags, volumeTags = {} } = latest(stored);
    const to = id.startsWith('vol-') ? { volumeTags: change(volumeTags) } : { tags: change(tags) };
    return () => void this.#write(this.#store.current(stored), action, to);
  }

  #terminate(target: Ids, reason: StateReason): readonly StateChange[] {
    return this.#order('terminate', target, (instance) => {
      this.#effects.add('terminations', instance.id);
      const type = instanceTypeOf(instance.order.instanceType);
      const course = this.#context.courses.terminate(type, this.#now, reason);
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
    const drawn = this.#context.courses.lag();
    return this.#now + Math.floor(this.faults.take('lag', { action, region })?.ms ?? drawn);
  }

  #nextNumber(): number {
    this.#addresses += 1;
    return this.#addresses - 1;
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
