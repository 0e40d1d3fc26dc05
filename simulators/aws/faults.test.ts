import { Ec2Instances } from '@lcm/core/adapters/instances/ec2-instances';
import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import { type Instances, InstancesError, type InstancesErrorCode } from '@lcm/core/ports/instances';
import { afterEach, describe, expect, test } from 'vitest';
import { loopbackAddress } from './addresses.ts';
import { DirectInstances } from './direct-instances.ts';
import { Ec2Model } from './model/ec2-model.ts';
import { defaultSettings } from './model/settings.ts';
import { startAwsSimulator } from './server.ts';

const region = 'us-east-1';
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map(async (close) => close()));
});

interface Setup {
  readonly model: Ec2Model;
  readonly clock: FakeClock;
  readonly random: SeededRandom;
}

function aSetup(): Setup {
  const clock = new FakeClock(1_780_000_000_000);
  const random = new SeededRandom(3);
  const settings = { ...defaultSettings, readLag: { medianMs: 0, sigma: 0 } };
  return { clock, random, model: new Ec2Model({ clock, random, settings, addressOf: loopbackAddress }) };
}

async function serve(setup: Setup): Promise<string> {
  const simulator = await startAwsSimulator({ ...setup, host: '127.0.0.1', port: 0 });
  closing.push(simulator.close);
  return simulator.url;
}

const openings: readonly [string, (setup: Setup) => Promise<Instances>][] = [
  ['the model itself', async ({ model, clock }) => new DirectInstances({ model, clock })],
  ['the SDK over HTTP', async (setup) => sdk(await serve(setup))],
];

function sdk(endpoint: string, accessKeyId = 'AKIAEXAMPLE'): Ec2Instances {
  const instances = new Ec2Instances({ endpoint, credentials: { accessKeyId, secretAccessKey: 'example' } });
  closing.push(async () => instances.close());
  return instances;
}

async function launch(instances: Instances, instanceType = 'm5zn.metal', token = 'w-1:1'): Promise<string> {
  const request = { region, token, instanceType, imageName: 'cml-2.9.*', volumeGiB: 250, tags: {} };
  return instances.launch(request).then(
    ({ id }) => id,
    (error: unknown) => codeOf(error),
  );
}

function codeOf(error: unknown): InstancesErrorCode {
  if (error instanceof InstancesError) return error.code;
  throw error;
}

describe.each(openings)('faults through %s', (_, open) => {
  test.each([
    ['RequestLimitExceeded', 'throttled'],
    ['InsufficientInstanceCapacity', 'insufficient-capacity'],
    ['VcpuLimitExceeded', 'quota-exceeded'],
    ['UnauthorizedOperation', 'authentication'],
    ['AuthFailure', 'authentication'],
    ['InternalError', 'unavailable'],
  ] as const)('%s comes as %s, as often as wished, and nothing happens', async (ec2Code, code) => {
    const setup = aSetup();
    const instances = await open(setup);
    setup.model.faults.add({ kind: 'refuse', code: ec2Code, actions: ['RunInstances'], count: 2 });
    expect([await launch(instances), await launch(instances)]).toEqual([code, code]);
    expect(setup.model.effects.launches).toEqual({});
    expect(await launch(instances)).toMatch(/^i-/);
  });

  test.each([
    ['m5zn.nocapacity', 'insufficient-capacity'],
    ['m5zn.noquota', 'quota-exceeded'],
    ['m5zn.throttled', 'throttled'],
    ['m5zn.denied', 'authentication'],
    ['m5zn.broken', 'unavailable'],
  ])('whoever types %s sees %s', async (instanceType, code) => {
    expect(await launch(await open(aSetup()), instanceType)).toBe(code);
  });

  test('a launch whose answer was lost is found again by its token, once', async () => {
    const setup = aSetup();
    const instances = await open(setup);
    expect(await launch(instances, 'm5zn.lost')).toBe('unavailable');
    expect(setup.model.effects.launches).toEqual({ 'w-1:1': 1 });
    const [found] = await instances.list({ region, token: 'w-1:1' });
    expect(await launch(instances, 'm5zn.lost')).toBe(found?.id);
    expect(setup.model.effects.launches).toEqual({ 'w-1:1': 1 });
  });

  test('a fault for one region leaves the others alone', async () => {
    const setup = aSetup();
    const instances = await open(setup);
    setup.model.faults.add({ kind: 'refuse', code: 'Unavailable', region: 'eu-west-1' });
    expect(await launch(instances)).toMatch(/^i-/);
    expect(await instances.list({ region: 'eu-west-1' }).catch(codeOf)).toBe('unavailable');
  });

  test('an instance that ends from outside says why', async () => {
    const setup = aSetup();
    const instances = await open(setup);
    const id = await launch(instances);
    setup.model.terminateFromOutside(id);
    expect(await instances.list({ region })).toMatchObject([
      { state: 'shutting-down', stateReason: 'Server.InternalError' },
    ]);
  });

  test('a slow answer comes late, and only then has its effect', async () => {
    const setup = aSetup();
    const instances = await open(setup);
    setup.model.faults.add({ kind: 'slow', ms: 5000, actions: ['RunInstances'], count: 1 });
    const answered = launch(instances);
    while (setup.model.faults.all.length > 0) await new Promise((resolve) => setImmediate(resolve));
    expect(setup.model.effects.launches).toEqual({});
    setup.clock.step(5000);
    expect(await answered).toMatch(/^i-/);
  });
});

describe('the adapter for EC2', () => {
  test('gives up on an answer that takes too long', async () => {
    const setup = aSetup();
    setup.model.faults.add({ kind: 'slow', ms: 60_000 });
    const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' };
    const instances = new Ec2Instances({ endpoint: await serve(setup), credentials, timeoutMs: 50 });
    expect(await instances.list({ region }).catch(codeOf)).toBe('unavailable');
    instances.close();
  });

  test('says that nobody answers', async () => {
    expect(await sdk('http://127.0.0.1:9').list({ region }).catch(codeOf)).toBe('unavailable');
  });

  test('says that the credentials are wrong, without saying them', async () => {
    const url = await serve(aSetup());
    const error: unknown = await sdk(url, 'AKIADENIED')
      .list({ region })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'authentication', message: 'DescribeInstances: AuthFailure' });
  });

  test('launches with an encrypted gp3 volume, tags and the metadata service of version 2', async () => {
    const setup = aSetup();
    await launch(sdk(await serve(setup)));
    expect(setup.model.truth[0]?.order).toMatchObject({
      token: 'w-1:1',
      volume: { sizeGiB: 250, type: 'gp3', encrypted: true },
      httpTokens: 'required',
      minCount: 1,
      maxCount: 1,
    });
  });
});
