import { CloudWatchHostMetrics } from '@lcm/core/adapters/host-metrics/cloudwatch-host-metrics';
import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import type { HostMetrics } from '@lcm/core/ports/host-metrics';
import { type HostMetricsHarness, hostMetricsContract } from '@lcm/core/ports/host-metrics/contract';
import { instanceId } from '@lcm/core/ports/instances';
import { loopbackAddress } from './addresses.ts';
import { DirectHostMetrics } from './direct-host-metrics.ts';
import { imagesOf } from './model/catalog.ts';
import { Ec2Model } from './model/ec2-model.ts';
import { defaultSettings } from './model/settings.ts';
import { startAwsSimulator } from './server.ts';

const region = 'us-east-1';

/** On a boundary of periods, so that what happens at it is in one of them. */
const start = 1_780_000_200_000;

interface Opened {
  readonly metrics: HostMetrics;
  readonly close: () => Promise<void>;
}

async function harness(open: (model: Ec2Model, clock: FakeClock) => Promise<Opened>): Promise<HostMetricsHarness> {
  const clock = new FakeClock(start);
  const settings = { ...defaultSettings, readLag: { medianMs: 0, sigma: 0 } };
  const model = new Ec2Model({ clock, random: new SeededRandom(7), settings, addressOf: loopbackAddress });
  const [withAgent, without] = [true, false].map(
    (isCml) => imagesOf(region).find(({ name }) => name.startsWith('cml-') === isCml)?.id ?? '',
  );
  const run: HostMetricsHarness['run'] = async ({ detailed = false, withAgent: agent = true } = {}) => {
    const [launched] = model.runInstances(region, {
      instanceType: 't3.micro',
      imageId: (agent ? withAgent : without) ?? '',
      minCount: 1,
      maxCount: 1,
      securityGroupIds: [],
      volume: { type: 'gp3', encrypted: true },
      httpTokens: 'required',
      monitoring: detailed,
      tags: {},
    });
    if (launched === undefined) throw new Error('nothing was launched');
    return instanceId(launched.id);
  };
  return {
    ...(await open(model, clock)),
    region,
    otherRegion: 'eu-west-1',
    now: () => clock.now(),
    pass: async (ms) => clock.step(ms),
    run,
    stop: async (id) => void model.stopInstances({ region, ids: [id] }),
    throttleNext: () => model.faults.add({ kind: 'refuse', code: 'RequestLimitExceeded', count: 1 }),
  };
}

hostMetricsContract('the model itself', async () =>
  harness(async (model, clock) => ({
    metrics: new DirectHostMetrics({ model, clock }),
    close: async () => undefined,
  })),
);

hostMetricsContract('the SDK over HTTP to the simulator', async () =>
  harness(async (model, clock) => {
    const random = new SeededRandom(8);
    const simulator = await startAwsSimulator({ model, clock, random, host: '127.0.0.1', port: 0 });
    const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' };
    const metrics = new CloudWatchHostMetrics({ endpoint: simulator.url, credentials, pageSize: 17 });
    const close = async (): Promise<void> => {
      metrics.close();
      await simulator.close();
    };
    return { metrics, close };
  }),
);
