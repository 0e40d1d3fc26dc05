import { Ec2Instances } from '@lcm/core/adapters/instances/ec2-instances';
import { Ec2VolumeSnapshots } from '@lcm/core/adapters/instances/ec2-volume-snapshots';
import { GatheredInstances } from '@lcm/core/adapters/instances/gathered-instances';
import { type Clock, FakeClock, instant, SeededRandom } from '@lcm/core/kernel';
import type { InstancesHarness } from '@lcm/core/ports/instances/contract';
import type { VolumeSnapshotsHarness } from '@lcm/core/ports/volume-snapshots/contract';
import { loopbackAddress } from '../addresses.ts';
import { DirectInstances } from '../direct-instances.ts';
import { DirectVolumeSnapshots } from '../direct-volume-snapshots.ts';
import { Ec2Model } from '../model/ec2-model.ts';
import { defaultSettings } from '../model/settings.ts';
import { startAwsSimulator } from '../server.ts';

const cloud = {
  region: 'us-east-1',
  otherRegion: 'eu-west-1',
  request: { instanceType: 'm5zn.metal', imageName: 'cml-2.9.*', volumeGiB: 250 },
  otherType: 'c5.metal',
} as const;

function aModel(): { clock: FakeClock; random: SeededRandom; model: Ec2Model; settle: () => Promise<void> } {
  const clock = new FakeClock(1_780_000_000_000);
  const random = new SeededRandom(7);
  const settings = { ...defaultSettings, readLag: { medianMs: 8000, sigma: 1 }, pageSize: 3 };
  const model = new Ec2Model({ clock, random, settings, addressOf: loopbackAddress });
  return { clock, random, model, settle: async () => clock.step(30_000) };
}

export async function openDirect(): Promise<VolumeSnapshotsHarness> {
  const { model, clock, settle } = aModel();
  const instances = new DirectInstances({ model, clock });
  const snapshots = new DirectVolumeSnapshots({ model, clock });
  return { ...cloud, instances, snapshots, settle, close: async () => undefined };
}

/** Nobody waits for others longer than for those that ask in the same turn. */
export async function openGathered(): Promise<InstancesHarness> {
  const { instances, ...direct } = await openDirect();
  const atOnce: Clock = { now: () => instant(0), monotonic: () => 0, sleep: async () => undefined };
  return { ...direct, instances: new GatheredInstances(instances, atOnce) };
}

export async function openOverHttp(): Promise<VolumeSnapshotsHarness> {
  const { model, clock, random, settle } = aModel();
  const simulator = await startAwsSimulator({ model, clock, random, host: '127.0.0.1', port: 0 });
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' };
  const instances = new Ec2Instances({ endpoint: simulator.url, credentials });
  const snapshots = new Ec2VolumeSnapshots({ endpoint: simulator.url, credentials });
  const close = async (): Promise<void> => {
    instances.close();
    snapshots.close();
    await simulator.close();
  };
  return { ...cloud, instances, snapshots, settle, close };
}
