import { MemoryControlPlane } from '@lcm/core/adapters/control-plane/memory-control-plane';
import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import type { Sample } from '@lcm/core/domain/metrics';
import { WorkerId } from '@lcm/core/domain/worker';
import { type Instant, instant, SeededRandom, VirtualClock } from '@lcm/core/kernel';
import { CmlError, type CmlServers, type CmlStats } from '@lcm/core/ports/cml';
import { type HostMetrics, HostMetricsError, type HostMetricsQuery } from '@lcm/core/ports/host-metrics';
import { instanceId } from '@lcm/core/ports/instances';
import { recurring, runController } from '@lcm/core/reconcile';
import { expect, test } from 'vitest';
import { aCreatedWorker } from '../testing/a-worker.ts';
import { FakeCml } from '../testing/fake-cml.ts';
import type { MetricsFailure } from './deps.ts';
import { metricsJobs } from './metrics-jobs.ts';
import { defaultMetricsSettings } from './metrics-settings.ts';

const second = 1000;
const minute = 60 * second;
const start = instant(1_780_000_000_000);

const stats: CmlStats = {
  cpuCount: 48,
  cpuPercent: 12,
  memoryTotalBytes: 200,
  memoryUsedBytes: 50,
  diskTotalBytes: 1000,
  diskUsedBytes: 400,
  runningNodes: 7,
};

class MetricsWorld {
  readonly clock = new VirtualClock({ start });
  readonly coordination = new EmbeddedCoordination({ clock: this.clock });
  readonly controlPlane = new MemoryControlPlane(this.clock);
  readonly failures: MetricsFailure[] = [];
  readonly asked: HostMetricsQuery[] = [];
  readonly stop = new AbortController();
  /** What each CML server answers, by its address. */
  readonly servers = new Map<string, () => Promise<CmlStats>>();
  readonly regions = new Map<string, () => Promise<never>>();

  addWorker(number: number, { region = 'us-east-1', runs = true } = {}): string {
    const id = WorkerId.parse(`wkr_${number}`);
    const at = this.clock.now();
    const endpoint = `https://192.0.2.${number}`;
    const created = aCreatedWorker({ id }, at);
    const instance = instanceId(`i-0000000${number}`);
    this.controlPlane.workers.append(id, [
      { ...created, spec: { ...created.spec, region } },
      { type: 'WorkerInstanceAssigned', launch: 1, instanceId: instance, at },
      { type: 'WorkerStatusChanged', to: runs ? 'running' : 'starting', reason: 'EC2', at },
      { type: 'WorkerServiceStatusChanged', to: 'available', endpoint, at },
    ]);
    this.servers.set(endpoint, async () => stats);
    return id;
  }

  fail(number: number, answer: () => Promise<CmlStats>): void {
    this.servers.set(`https://192.0.2.${number}`, answer);
  }

  begin(settings: Partial<typeof defaultMetricsSettings> = {}): Promise<void> {
    const cml: CmlServers = {
      at: ({ url }) => Object.assign(new FakeCml(this.clock), { stats: this.servers.get(url) }),
    };
    const hostMetrics: HostMetrics = { read: async (query) => this.#measure(query) };
    const { clock, coordination, controlPlane, stop } = this;
    return runController({
      name: 'a',
      election: 'worker-controller',
      coordination,
      clock,
      random: new SeededRandom(1),
      signal: stop.signal,
      reconcilers: (leadership) => {
        const { fence, signal } = leadership;
        const jobs = metricsJobs({
          controlPlane,
          cml,
          hostMetrics,
          clock,
          cmlAccess: { username: 'admin', password: 'secret' },
          settings: { ...defaultMetricsSettings, ...settings },
          fence,
          signal,
          onFailure: (failure) => this.failures.push(failure),
        });
        return [recurring(jobs, { controlPlane, coordination, clock, leadership })];
      },
    });
  }

  /** Seconds between two rounds of one kind, as somebody has chosen. */
  every(seconds: number, name: 'monitoring.pollSeconds' | 'monitoring.cloudWatchSeconds'): void {
    const at: Instant = this.clock.now();
    this.controlPlane.settings.append('default', [
      { type: 'SettingsChanged', changes: [{ name, from: 300, to: seconds }], reason: 'a test', by: 'ana', at },
    ]);
  }

  async live(ms: number): Promise<void> {
    await this.clock.advance(ms);
  }

  get reported(): readonly Sample[] {
    return this.controlPlane.sent.flatMap(({ input }) => (isReport(input) ? input.samples : []));
  }

  of(source: string): readonly string[] {
    return this.reported.filter((one) => one.source === source).map(({ workerId }) => workerId);
  }

  async #measure(query: HostMetricsQuery) {
    this.asked.push(query);
    await this.regions.get(query.region)?.();
    return query.instances.map((instance) => ({ instance, at: instant(query.until - minute), cpuPercent: 30 }));
  }
}

function isReport(input: unknown): input is { readonly samples: readonly Sample[] } {
  return typeof input === 'object' && input !== null && 'samples' in input;
}

async function hang(): Promise<never> {
  return new Promise(() => undefined);
}

test('CML servers are asked at once, and what they say is told in shares of what there is', async () => {
  const world = new MetricsWorld();
  const ids = [world.addWorker(1), world.addWorker(2)];
  void world.begin();
  await world.live(2 * second);
  expect(world.of('cml').toSorted()).toEqual(ids);
  const [first] = world.reported.filter(({ source }) => source === 'cml');
  expect(first).toMatchObject({ cpuPercent: 12, memoryPercent: 25, diskPercent: 40, runningNodes: 7, at: start });
  world.stop.abort();
});

test('they are asked again after each interval, and no more when somebody else leads', async () => {
  const world = new MetricsWorld();
  world.addWorker(1);
  const over = world.begin();
  await world.live(11 * minute);
  expect(world.of('cml')).toHaveLength(3);
  world.stop.abort();
  await over;
  await world.live(11 * minute);
  expect(world.of('cml')).toHaveLength(3);
});

test('a worker that does not run, or is not yet served by CML, is not asked', async () => {
  const world = new MetricsWorld();
  world.addWorker(1, { runs: false });
  void world.begin();
  await world.live(10 * minute);
  expect(world.reported).toEqual([]);
  expect(world.failures).toEqual([]);
  world.stop.abort();
});

test('a CML server that hangs delays nobody, is told of, and is not asked a second time meanwhile', async () => {
  const world = new MetricsWorld();
  world.addWorker(1);
  const quick = world.addWorker(2);
  let calls = 0;
  world.fail(1, async () => {
    calls += 1;
    return hang();
  });
  void world.begin();
  await world.live(2 * second);
  expect(world.of('cml')).toEqual([quick]);
  await world.live(11 * minute);
  expect(world.of('cml')).toEqual([quick, quick, quick]);
  expect(calls).toBe(1);
  expect(world.failures[0]).toMatchObject({ source: 'cml', about: 'wkr_1' });
  world.stop.abort();
});

test('a CML server that fails is asked again in the next round', async () => {
  const world = new MetricsWorld();
  const id = world.addWorker(1);
  world.fail(1, async () => {
    throw new CmlError('unreachable', 'connection refused');
  });
  void world.begin();
  await world.live(minute);
  expect(world.failures).toMatchObject([{ source: 'cml', about: id }]);
  world.fail(1, async () => stats);
  await world.live(5 * minute);
  expect(world.of('cml')).toEqual([id]);
  world.stop.abort();
});

test('CloudWatch is asked once for all hosts of a region, for a while back', async () => {
  const world = new MetricsWorld();
  const ids = [1, 2, 3].map((number) => world.addWorker(number));
  ids.push(world.addWorker(4, { region: 'eu-west-1' }));
  void world.begin();
  await world.live(2 * second);
  expect(world.asked.map(({ region, instances }) => [region, instances.length])).toEqual([
    ['us-east-1', 3],
    ['eu-west-1', 1],
  ]);
  const [query] = world.asked;
  expect((query?.until ?? 0) - (query?.from ?? 0)).toBeGreaterThanOrEqual(10 * minute);
  await world.live(2 * second);
  // What is from before a worker existed was measured of another host.
  expect(world.of('cloudwatch')).toEqual([]);
  await world.live(5 * minute);
  expect(world.of('cloudwatch').toSorted()).toEqual(ids);
  world.stop.abort();
});

test('a region that is throttled is left alone longer and longer, while others go on', async () => {
  const world = new MetricsWorld();
  world.addWorker(1);
  world.addWorker(2, { region: 'eu-west-1' });
  world.regions.set('us-east-1', async () => {
    throw new HostMetricsError('throttled', 'Rate exceeded');
  });
  world.every(60, 'monitoring.cloudWatchSeconds');
  void world.begin();
  await world.live(16 * minute);
  const asked = (region: string): number => world.asked.filter((query) => query.region === region).length;
  expect(asked('eu-west-1')).toBe(17);
  // After 0, 1, 3, 7 and 15 minutes.
  expect(asked('us-east-1')).toBe(5);
  world.regions.clear();
  await world.live(20 * minute);
  expect(asked('us-east-1')).toBeGreaterThan(8);
  world.stop.abort();
});

test('a control plane that does not take the samples is told of, and measuring goes on', async () => {
  const world = new MetricsWorld();
  world.addWorker(1);
  const { controlPlane } = world;
  const send = controlPlane.send.bind(controlPlane);
  controlPlane.send = async () => {
    throw new Error('connection refused');
  };
  void world.begin();
  await world.live(2 * second);
  expect(world.failures).toMatchObject([{ source: 'control-plane', about: '1 samples' }]);
  controlPlane.send = send;
  await world.live(6 * minute);
  expect(world.of('cml')).toHaveLength(1);
  world.stop.abort();
});

test('nothing is measured when monitoring is switched off', async () => {
  const world = new MetricsWorld();
  world.addWorker(1);
  void world.begin({ enabled: false });
  await world.live(10 * minute);
  expect(world.reported).toEqual([]);
  expect(world.asked).toEqual([]);
});
