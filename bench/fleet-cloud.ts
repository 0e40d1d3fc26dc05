import { instancesPerCall } from '@lcm/core/adapters/host-metrics/cloudwatch-mapping';
import { workerTag } from '@lcm/core/domain/instance';
import { type Clock, instant, logNormal, type Random } from '@lcm/core/kernel';
import { type CmlEvent, type CmlLab, type CmlServer, type CmlServers, cmlLabId } from '@lcm/core/ports/cml';
import type { HostMetrics } from '@lcm/core/ports/host-metrics';
import {
  type InstanceChecks,
  type InstanceId,
  type Instances,
  InstancesError,
  type InstancesQuery,
  instanceId,
  type SeenInstance,
} from '@lcm/core/ports/instances';
import type { VolumeSnapshots } from '@lcm/core/ports/volume-snapshots';

/** How long answers take, in milliseconds: the median, and the spread of its logarithm. */
const latencies = {
  DescribeInstances: [250, 0.3],
  DescribeInstanceStatus: [150, 0.3],
  DescribeImages: [300, 0.3],
  DescribeSnapshots: [200, 0.3],
  GetMetricData: [400, 0.3],
  CML: [40, 0.5],
} as const;

type Action = keyof typeof latencies;

/** https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html: of each action that only reads. */
const bucket = { size: 100, perSecond: 20 };
const idsPerCall = 100;
const pageSize = 1000;
/** How often a CML server tells of its load on a line that is open. */
const keepAliveMs = 3_300;
const gib = 1024 ** 3;

export const labsPerHost = 10;

export interface FleetHost {
  readonly instanceId: string;
  readonly workerId: string;
  readonly region: string;
  readonly address: string;
}

export function hostOf(number: number, region: string): FleetHost {
  const address = `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
  const id = (number + 1).toString(16).padStart(17, '0');
  return { instanceId: `i-${id}`, workerId: `wkr_${number}`, region, address };
}

interface Tokens {
  left: number;
  at: number;
}

interface Deps {
  readonly hosts: readonly FleetHost[];
  readonly clock: Clock;
  readonly random: Random;
}

/** EC2, CloudWatch and a CML server a host, all at rest. They take their time to answer, and EC2 throttles. */
export class FleetCloud {
  /** Calls as AWS counts them, and requests to CML. */
  readonly calls = new Map<Action, number>();
  throttled = 0;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #seen: ReadonlyMap<InstanceId, SeenInstance>;
  readonly #workers: ReadonlyMap<string, string>;
  readonly #tokens = new Map<Action, Tokens>();

  constructor({ hosts, clock, random }: Deps) {
    this.#clock = clock;
    this.#random = random;
    this.#seen = new Map(hosts.map((host) => [instanceId(host.instanceId), seenOf(host)] as const));
    this.#workers = new Map(hosts.map((host) => [`https://${host.address}`, host.workerId]));
  }

  readonly instances: Instances = answering<Instances>({
    list: async (query) => this.#list(query),
    checks: async (_region, ids) => this.#checks(ids),
    images: async () => {
      await this.#ask('DescribeImages');
      return [{ id: 'ami-1', name: 'cml-2.9.1', createdAt: instant(0), owner: 'us' }];
    },
  });

  readonly snapshots: VolumeSnapshots = answering<VolumeSnapshots>({
    list: async () => {
      await this.#ask('DescribeSnapshots');
      return [];
    },
  });

  readonly hostMetrics: HostMetrics = {
    read: async ({ instances, until }) => {
      await this.#ask('GetMetricData', Math.ceil(instances.length / instancesPerCall));
      return instances.map((instance) => ({ instance, at: until, cpuPercent: 40, networkInBytes: 1e6 }));
    },
  };

  readonly cml: CmlServers = { at: ({ url }) => this.#server(this.#workers.get(url) ?? '') };

  forget(): void {
    this.calls.clear();
    this.throttled = 0;
  }

  async #list({ ids, imageIds, tagKeys }: InstancesQuery): Promise<readonly SeenInstance[]> {
    const isWhole = imageIds !== undefined || tagKeys !== undefined;
    const found = isWhole ? [...this.#seen.values()] : (ids ?? []).flatMap((id) => this.#seen.get(id) ?? []);
    await this.#ask('DescribeInstances', Math.ceil(isWhole ? found.length / pageSize : found.length / idsPerCall));
    return found;
  }

  async #checks(ids: readonly InstanceId[]): Promise<readonly InstanceChecks[]> {
    await this.#ask('DescribeInstanceStatus', Math.ceil(ids.length / idsPerCall));
    return ids.map((id) => ({ id, system: 'ok', instance: 'ok' }));
  }

  #server(workerId: string): CmlServer {
    const answers = async <Answer>(answer: Answer, requests = 1): Promise<Answer> => {
      await this.#ask('CML', requests);
      return answer;
    };
    return answering<CmlServer>({
      system: () => answers({ version: '2.9.1', ready: true }),
      licensing: () =>
        answers({ registration: 'COMPLETED', authorization: 'IN_COMPLIANCE', product: 'CML', nodeLimit: 320 }, 2),
      labs: () => answers(labsOf(workerId), 2),
      activity: () => answers([]),
      stats: () => answers(stats),
      health: () => answers({ valid: true, isLicensed: true, isEnterprise: true, computes: [] }),
      nodeDefinitions: () => answers([], 2),
      imageDefinitions: () => answers([]),
      events: (signal) => this.#events(signal),
    });
  }

  /** Nothing happens there, and yet CML says so all the time. */
  async *#events(signal: AbortSignal): AsyncGenerator<CmlEvent, undefined> {
    while (!signal.aborted) {
      await this.#clock.sleep(keepAliveMs, signal);
      if (!signal.aborted) yield { type: 'keep-alive', stats };
    }
    return undefined;
  }

  /** Calls of one question go side by side: it takes as long as one of them. */
  async #ask(action: Action, calls = 1): Promise<void> {
    this.calls.set(action, (this.calls.get(action) ?? 0) + calls);
    const [median, sigma] = latencies[action];
    const isAllowed = action === 'CML' || action === 'GetMetricData' || this.#take(action, calls);
    await this.#clock.sleep(logNormal(this.#random, median, sigma));
    if (isAllowed) return;
    this.throttled += 1;
    throw new InstancesError('throttled', `${action}: Request limit exceeded.`);
  }

  #take(action: Action, calls: number): boolean {
    const now = this.#clock.monotonic();
    const before = this.#tokens.get(action) ?? { left: bucket.size, at: now };
    const left = Math.min(bucket.size, before.left + ((now - before.at) / 1000) * bucket.perSecond);
    this.#tokens.set(action, { left: left >= calls ? left - calls : left, at: now });
    return left >= calls;
  }
}

const stats = {
  cpuCount: 48,
  cpuPercent: 40,
  memoryTotalBytes: 192 * gib,
  memoryUsedBytes: 90 * gib,
  diskTotalBytes: 250 * gib,
  diskUsedBytes: 80 * gib,
  runningNodes: 100,
};

function seenOf({ instanceId: id, workerId, region, address }: FleetHost): SeenInstance {
  return {
    id: instanceId(id),
    region,
    state: 'running',
    token: `${workerId}:1`,
    instanceType: 'm5zn.metal',
    imageId: 'ami-1',
    launchedAt: instant(0),
    publicIp: address,
    privateIp: address,
    tags: { [workerTag]: workerId },
  };
}

function labsOf(workerId: string): readonly CmlLab[] {
  return Array.from({ length: labsPerHost }, (_, index) => ({
    id: cmlLabId(`${workerId}-${index}`),
    title: `lab of ${sessionIdOf(workerId, index)}`,
    state: 'STARTED',
    owner: 'admin',
    nodeCount: 10,
    linkCount: 12,
    createdAt: instant(0),
    modifiedAt: instant(0),
  }));
}

export function sessionIdOf(workerId: string, index: number): string {
  return `ses_${workerId.slice('wkr_'.length)}x${index}`;
}

/** A port of which the fleet needs only this much; whoever asks for more is told so. */
function answering<Port extends object>(answers: Partial<Port>): Port {
  const known = new Map<string | symbol, unknown>(Object.entries(answers));
  const asked = new Proxy(answers, {
    get: (_, name) => {
      const answer = known.get(name);
      if (answer === undefined) throw new Error(`a fleet at rest has no use for ${String(name)}`);
      return answer;
    },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is missing throws
  return asked as Port;
}
