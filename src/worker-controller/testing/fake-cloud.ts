import { type Clock, type Instant, instant } from '@lcm/core/kernel';
import type { CmlEndpoint, CmlServers } from '@lcm/core/ports/cml';
import {
  type InstanceChecks,
  type InstanceId,
  type Instances,
  InstancesError,
  type InstancesErrorCode,
  type InstancesQuery,
  instanceId,
  type LaunchRequest,
  type SeenImage,
  type SeenInstance,
} from '@lcm/core/ports/instances';
import { FakeCml } from './fake-cml.ts';

type Booted = Pick<LaunchRequest, 'token' | 'region' | 'zone' | 'instanceType' | 'tags'>;

/** What goes wrong next: refused outright, done but the answer lost, unseen for a while, a boot that never ends. */
export type Fault = 'refused' | 'refused-for-good' | 'answer-lost' | 'lagging-read' | 'stuck-boot' | 'killed';

const minute = 60_000;
export const bootMs = 6 * minute;
const lagMs = minute;

interface Machine {
  readonly seen: SeenInstance;
  since: Instant;
  goal: 'running' | 'stopped' | 'terminated';
  readonly stuck: boolean;
  readonly cml: FakeCml;
}

/** EC2 and the CML servers on its hosts, as fast as the clock is stepped. */
export class FakeCloud implements Instances, CmlServers {
  readonly #clock: Clock;
  readonly #machines = new Map<InstanceId, Machine>();
  #made = 0;
  #fault: Fault | undefined;
  #always: Fault | undefined;
  #blindUntil = 0;
  /** Places without a host left, as `type zone`. Whoever names no zone asks for `type anywhere`. */
  readonly full = new Set<string>();
  /** The calls that changed something, in order: what must never happen twice is counted here. */
  readonly effects: string[] = [];
  /** Instances that EC2 does not show, though they are there. */
  readonly hidden = new Set<InstanceId>();
  /** Instances whose check fails. */
  readonly impaired = new Set<InstanceId>();
  /** Regions whose EC2 answers nothing. */
  readonly broken = new Set<string>();

  /** Hosts run, and no CML on them answers. */
  hangs = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  failNext(fault: Fault): void {
    if (fault === 'lagging-read') this.#blindUntil = this.#clock.now() + lagMs;
    else if (fault === 'killed') this.#killOne();
    else this.#fault = fault;
  }

  failAlways(fault: Fault): void {
    this.#always = fault;
  }

  calm(): void {
    this.#always = undefined;
    this.#fault = undefined;
    this.#blindUntil = 0;
    this.full.clear();
  }

  get alive(): readonly SeenInstance[] {
    return this.all.filter(({ state }) => state !== 'terminated' && state !== 'shutting-down');
  }

  get all(): readonly SeenInstance[] {
    return [...this.#machines.values()].map((machine) => ({ ...machine.seen, state: this.#stateOf(machine) }));
  }

  get servers(): readonly FakeCml[] {
    return [...this.#machines.values()].map(({ cml }) => cml);
  }

  get licensed(): number {
    return [...this.#machines.values()].filter(({ cml }) => cml.registered).length;
  }

  async launch(request: LaunchRequest): Promise<SeenInstance> {
    this.#throwOn('refused', 'insufficient-capacity');
    this.#throwOn('refused-for-good', 'quota-exceeded');
    // As with EC2, a token counts in each zone by itself.
    const known = this.all.find(({ token, availabilityZone }) => {
      return token === request.token && availabilityZone === request.zone;
    });
    if (known === undefined && this.full.has(`${request.instanceType} ${request.zone ?? 'anywhere'}`)) {
      throw new InstancesError('insufficient-capacity', 'EC2 has none left');
    }
    const seen = known ?? this.#boot(request);
    this.#throwOn('answer-lost', 'unavailable');
    return seen;
  }

  async list({
    region,
    ids,
    token,
    tags = {},
    tagKeys = [],
    imageIds,
  }: InstancesQuery): Promise<readonly SeenInstance[]> {
    if (this.broken.has(region)) throw new InstancesError('unavailable', `EC2 in ${region} does not answer`);
    if (this.#clock.now() < this.#blindUntil) return [];
    const isTagged = (one: SeenInstance): boolean =>
      tagKeys.every((key) => Object.hasOwn(one.tags, key)) &&
      Object.entries(tags).every(([key, value]) => one.tags[key] === value);
    return this.all
      .filter((one) => one.region === region && !this.hidden.has(one.id) && (ids?.includes(one.id) ?? true))
      .filter((one) => token === undefined || one.token === token)
      .filter((one) => (imageIds?.includes(one.imageId) ?? true) && isTagged(one));
  }

  async images(region: string): Promise<readonly SeenImage[]> {
    if (this.broken.has(region)) throw new InstancesError('throttled', 'too many requests');
    return [{ id: 'ami-1', name: 'cml-2.9.1', createdAt: instant(0), owner: 'us' }];
  }

  /** Somebody else's launch, or one of ours that nobody remembers: up and running at once. */
  appear(fields: Partial<SeenInstance> = {}): SeenInstance {
    const { id, publicIp } = this.#boot({
      region: 'us-east-1',
      instanceType: 'm5zn.metal',
      tags: {},
      ...fields,
      token: '',
    });
    const machine = this.#machine(id);
    this.#machines.delete(id);
    const seen = { ...machine.seen, token: undefined, publicIp, ...fields };
    this.#machines.set(seen.id, { ...machine, seen, since: instant(0) });
    return { ...seen, state: 'running' };
  }

  /** As when EC2 has long forgotten it. */
  vanish(id: InstanceId): void {
    this.#machines.delete(id);
  }

  async checks(_region: string, ids: readonly InstanceId[]): Promise<readonly InstanceChecks[]> {
    return ids.map((id) => {
      const { since, stuck } = this.#machine(id);
      if (this.impaired.has(id)) return { id, system: 'ok', instance: 'impaired' };
      const passed = !stuck && this.#clock.now() - since > bootMs;
      return { id, system: 'ok', instance: passed ? 'ok' : 'initializing' };
    });
  }

  async start(_region: string, id: InstanceId): Promise<void> {
    this.#throwOn('refused', 'unavailable');
    this.#move(id, 'running');
    this.#throwOn('answer-lost', 'unavailable');
  }

  async stop(_region: string, id: InstanceId): Promise<void> {
    this.#throwOn('refused', 'unavailable');
    this.#move(id, 'stopped');
    this.#throwOn('answer-lost', 'unavailable');
  }

  async terminate(_region: string, id: InstanceId): Promise<void> {
    this.#throwOn('refused', 'unavailable');
    this.#move(id, 'terminated');
    this.#throwOn('answer-lost', 'unavailable');
  }

  async tag(_region: string, id: InstanceId, tags: Readonly<Record<string, string>>): Promise<void> {
    this.#throwOn('refused', 'unavailable');
    this.#throwOn('refused-for-good', 'tag-limit');
    const machine = this.#machine(id);
    this.#machines.set(id, { ...machine, seen: { ...machine.seen, tags: { ...machine.seen.tags, ...tags } } });
    this.effects.push(`tag ${id}`);
    this.#throwOn('answer-lost', 'unavailable');
  }

  async untag(_region: string, id: InstanceId, keys: readonly string[]): Promise<void> {
    this.#throwOn('refused', 'unavailable');
    const machine = this.#machine(id);
    const tags = Object.fromEntries(Object.entries(machine.seen.tags).filter(([key]) => !keys.includes(key)));
    this.#machines.set(id, { ...machine, seen: { ...machine.seen, tags } });
    this.effects.push(`untag ${id}`);
    this.#throwOn('answer-lost', 'unavailable');
  }

  async monitor(_region: string, id: InstanceId, detailedMonitoring: boolean): Promise<void> {
    this.#throwOn('refused', 'unavailable');
    const machine = this.#machine(id);
    this.#machines.set(id, { ...machine, seen: { ...machine.seen, detailedMonitoring } });
    this.effects.push(`monitor ${id} ${detailedMonitoring ? 'each minute' : 'each five'}`);
    this.#throwOn('answer-lost', 'unavailable');
  }

  async regions(): Promise<readonly string[]> {
    return ['us-east-1'];
  }

  async zones(): Promise<readonly string[]> {
    return ['us-east-1a', 'us-east-1b'];
  }

  at({ url }: CmlEndpoint): FakeCml {
    const machine = [...this.#machines.values()].find(({ seen }) => url.endsWith(`${seen.publicIp}`));
    if (machine === undefined) throw new Error(`nobody at ${url}`);
    const up = this.#stateOf(machine) === 'running' && this.#clock.now() - machine.since > bootMs + minute;
    machine.cml.up = up && !this.hangs;
    return machine.cml;
  }

  #boot({ token, region, zone, instanceType, tags }: Booted): SeenInstance {
    this.#made += 1;
    const number = this.#made;
    const seen: SeenInstance = {
      id: instanceId(`i-${number.toString(16).padStart(8, '0')}`),
      region,
      state: 'pending',
      token,
      instanceType,
      imageId: 'ami-1',
      availabilityZone: zone,
      launchedAt: this.#clock.now(),
      publicIp: `192.0.2.${number}`,
      tags,
    };
    const stuck = this.#fault === 'stuck-boot';
    if (stuck) this.#fault = undefined;
    if (token !== '') this.effects.push(`launch ${token}`);
    const cml = new FakeCml(this.#clock);
    this.#machines.set(seen.id, { seen, since: this.#clock.now(), goal: 'running', stuck, cml });
    return seen;
  }

  #killOne(): void {
    const [victim] = this.alive;
    if (victim) this.#move(victim.id, 'terminated');
  }

  #machine(id: InstanceId): Machine {
    const machine = this.#machines.get(id);
    if (machine === undefined) throw new InstancesError('not-found', `${id} is unknown`);
    return machine;
  }

  #move(id: InstanceId, goal: Machine['goal']): void {
    const machine = this.#machine(id);
    if (machine.goal === 'terminated' || machine.goal === goal) return;
    machine.goal = goal;
    machine.since = this.#clock.now();
    this.effects.push(`${goal} ${id}`);
  }

  #stateOf({ goal, since }: Machine): SeenInstance['state'] {
    const moving = this.#clock.now() - since < minute;
    if (goal === 'running') return moving ? 'pending' : 'running';
    if (goal === 'stopped') return moving ? 'stopping' : 'stopped';
    return moving ? 'shutting-down' : 'terminated';
  }

  #throwOn(fault: Fault, code: InstancesErrorCode): void {
    if (this.#fault !== fault && this.#always !== fault) return;
    this.#fault = undefined;
    throw new InstancesError(code, `EC2 says ${code}`);
  }
}
