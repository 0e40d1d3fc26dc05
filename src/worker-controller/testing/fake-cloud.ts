import type { Clock, Instant } from '@lcm/core/kernel';
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
  type SeenInstance,
} from '@lcm/core/ports/instances';
import { FakeCml } from './fake-cml.ts';

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
  #fault: Fault | undefined;
  #always: Fault | undefined;
  #blindUntil = 0;
  /** Places without a host left, as `type zone`. Whoever names no zone asks for `type anywhere`. */
  readonly full = new Set<string>();
  /** The calls that changed something, in order: what must never happen twice is counted here. */
  readonly effects: string[] = [];

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

  async list({ ids, token }: InstancesQuery): Promise<readonly SeenInstance[]> {
    if (this.#clock.now() < this.#blindUntil) return [];
    return this.all.filter((one) => (ids ? ids.includes(one.id) : one.token === token));
  }

  async checks(_region: string, ids: readonly InstanceId[]): Promise<readonly InstanceChecks[]> {
    return ids.map((id) => {
      const { since, stuck } = this.#machine(id);
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

  async tag(): Promise<void> {
    // Nothing here reads tags again.
  }

  async untag(): Promise<void> {
    // Nor misses them.
  }

  async monitor(): Promise<void> {
    // Nothing is measured here.
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
    machine.cml.up = up;
    return machine.cml;
  }

  #boot({ token, region, zone, instanceType, tags }: LaunchRequest): SeenInstance {
    const number = this.#machines.size + 1;
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
    this.effects.push(`launch ${token}`);
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
