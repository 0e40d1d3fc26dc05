import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import { loopbackAddress } from '../addresses.ts';
import { imagesOf } from '../model/catalog.ts';
import { Ec2Model, type Ec2ModelOptions } from '../model/ec2-model.ts';
import type { LaunchOrder } from '../model/instance.ts';
import { defaultSettings, type Ec2Settings } from '../model/settings.ts';

export const region = 'us-east-1';
export const minute = 60_000;

export function anOrder(overrides: Partial<LaunchOrder> = {}): LaunchOrder {
  return {
    instanceType: 'm5zn.metal',
    imageId: imagesOf(region)[2]?.id ?? '',
    minCount: 1,
    maxCount: 1,
    token: 'w-1:1',
    securityGroupIds: [],
    volume: { sizeGiB: 250, type: 'gp3', encrypted: true },
    httpTokens: 'required',
    monitoring: false,
    tags: {},
    ...overrides,
  };
}

export interface World {
  readonly clock: FakeClock;
  readonly model: Ec2Model;
  readonly restart: () => Ec2Model;
}

export function anEc2(settings: Partial<Ec2Settings> = {}, more: Pick<Ec2ModelOptions, 'disks'> = {}): World {
  const clock = new FakeClock(1_780_000_000_000);
  const random = new SeededRandom(1);
  const options = { ...more, clock, random, settings: { ...defaultSettings, ...settings }, addressOf: loopbackAddress };
  const model = new Ec2Model(options);
  const restart = (): Ec2Model => new Ec2Model({ ...options, saved: JSON.parse(JSON.stringify(model)) });
  return { clock, model, restart };
}

export function launched(model: Ec2Model, overrides: Partial<LaunchOrder> = {}): string {
  return model.runInstances(region, anOrder(overrides))[0]?.id ?? '';
}
