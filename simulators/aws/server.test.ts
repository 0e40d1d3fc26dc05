import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import { StateFile } from '@lcm/simulator-kit/state-file';
import { afterEach, expect, test } from 'vitest';
import { loopbackAddress } from './addresses.ts';
import type { AwsService } from './http/service.ts';
import { Ec2Model } from './model/ec2-model.ts';
import { defaultSettings } from './model/settings.ts';
import { startAwsSimulator } from './server.ts';

const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map(async (close) => close()));
});

const signature = 'a'.repeat(64);
const authorization = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20261121/us-east-1/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`;

interface Server {
  readonly clock: FakeClock;
  readonly model: Ec2Model;
  readonly ec2: (form: Readonly<Record<string, string>>) => Promise<{ status: number; text: string }>;
  readonly request: (path: string, init?: RequestInit) => Promise<Response>;
}

async function aServer(services: Readonly<Record<string, AwsService>> = {}, file?: StateFile): Promise<Server> {
  const clock = new FakeClock(1_780_000_000_000);
  const random = new SeededRandom(3);
  const settings = { ...defaultSettings, readLag: { medianMs: 0, sigma: 0 } };
  const model = new Ec2Model({ clock, random, settings, addressOf: loopbackAddress, saved: file?.read() });
  const save = file && ((): void => file.write(model.toJSON()));
  const simulator = await startAwsSimulator({ model, clock, random, host: '127.0.0.1', port: 0, services, save });
  closing.push(simulator.close);
  const request: Server['request'] = async (path, init) => fetch(simulator.url + path, init);
  const ec2: Server['ec2'] = async (form) => {
    const body = new URLSearchParams({ Version: '2016-11-15', ...form });
    const answer = await request('/', { method: 'POST', body, headers: { authorization: authorization('ec2') } });
    return { status: answer.status, text: await answer.text() };
  };
  return { clock, model, ec2, request };
}

const parrot: AwsService = async ({ scope, body }) => ({
  status: 200,
  contentType: 'text/plain',
  body: `${scope.region} ${body}`,
});

const aLaunch = {
  Action: 'RunInstances',
  ImageId: 'ami-01c0ffee000000003',
  InstanceType: 'm5zn.metal',
  MinCount: '1',
  MaxCount: '1',
};

test('an answer is a document of the API version, with a request id', async () => {
  const { ec2 } = await aServer();
  const { status, text } = await ec2({ Action: 'DescribeInstances' });
  expect(status).toBe(200);
  expect(text).toMatch(
    /<DescribeInstancesResponse xmlns="http:\/\/ec2\.amazonaws\.com\/doc\/2016-11-15\/"><requestId>[0-9a-f-]{36}<\/requestId><reservationSet\/><\/DescribeInstancesResponse>$/,
  );
});

test.each([
  [{ Action: 'DescribeVpcs' }, 400, 'InvalidAction'],
  [{ Action: 'toString' }, 400, 'InvalidAction'],
  [{}, 400, 'MissingParameter'],
  [{ Action: 'DescribeInstances', Version: '2010-01-01' }, 400, 'InvalidParameterValue'],
  [{ ...aLaunch, DryRun: 'true' }, 412, 'DryRunOperation'],
  [{ ...aLaunch, InstanceType: 'm5zn.nocapacity' }, 500, 'InsufficientInstanceCapacity'],
  [{ ...aLaunch, InstanceType: 'm5zn.throttled' }, 503, 'RequestLimitExceeded'],
  [{ ...aLaunch, MinCount: 'many' }, 400, 'InvalidParameterValue'],
  [{ ...aLaunch, ImageId: 'ami-zz' }, 400, 'InvalidAMIID.Malformed'],
  [{ ...aLaunch, ImageId: 'ami-0123456789abcdef0' }, 400, 'InvalidAMIID.NotFound'],
  [{ Action: 'DescribeInstances', 'InstanceId.1': 'i-zz' }, 400, 'InvalidInstanceID.Malformed'],
  [{ Action: 'StopInstances', 'InstanceId.1': 'i-0123456789abcdef0' }, 400, 'InvalidInstanceID.NotFound'],
  [{ Action: 'StopInstances' }, 400, 'MissingParameter'],
  [{ Action: 'DescribeInstances', 'InstanceId.1': 'i-00000000', MaxResults: '5' }, 400, 'InvalidParameterCombination'],
  [{ Action: 'DescribeInstances', 'Filter.1.Name': 'bogus', 'Filter.1.Value.1': 'x' }, 400, 'InvalidParameterValue'],
  [{ Action: 'DescribeInstances', NextToken: 'bogus' }, 400, 'InvalidNextToken'],
  [{ Action: 'DescribeInstanceTypes', 'InstanceType.1': 'm9.metal' }, 400, 'InvalidInstanceType'],
  [{ Action: 'CreateTags', 'ResourceId.1': 'vol-1', 'Tag.1.Key': 'a' }, 400, 'InvalidID'],
])('%o is refused with %s %s', async (form, status, code) => {
  const { ec2, model } = await aServer();
  await ec2({ ...aLaunch, ClientToken: 'seen' });
  const answer = await ec2(form);
  expect(answer.status).toBe(status);
  expect(answer.text).toContain(`<Response><Errors><Error><Code>${code}</Code><Message>`);
  expect(answer.text).toMatch(/<RequestID>[0-9a-f-]{36}<\/RequestID><\/Response>$/);
  expect(model.effects.launches).toEqual({ seen: 1 });
});

test('what is not signed is not answered', async () => {
  const { request } = await aServer();
  const answer = await request('/', { method: 'POST', body: 'Action=DescribeInstances&Version=2016-11-15' });
  expect(answer.status).toBe(401);
  expect(await answer.text()).toContain('<Code>AuthFailure</Code>');
});

test('services are told apart by the scope of the signature', async () => {
  const { request } = await aServer({ ssm: parrot });
  const ask = async (service: string): Promise<string> => {
    const init = { method: 'POST', body: 'hello', headers: { authorization: authorization(service) } };
    return (await request('/', init)).text();
  };
  expect(await ask('ssm')).toBe('us-east-1 hello');
  expect(await ask('s3')).toContain('<Code>InvalidAction</Code>');
});

test('what a tag says comes back as it was, whatever it says', async () => {
  const { ec2, model } = await aServer();
  const value = `<&>"' \u0007\r\n ü`;
  await ec2({
    ...aLaunch,
    'TagSpecification.1.ResourceType': 'instance',
    'TagSpecification.1.Tag.1.Key': '__proto__',
    'TagSpecification.1.Tag.1.Value': value,
  });
  expect(Object.entries(model.truth[0]?.tags ?? {})).toEqual([['__proto__', value]]);
  const { text } = await ec2({ Action: 'DescribeTags' });
  expect(text).toContain("<key>__proto__</key><value>&lt;&amp;&gt;&quot;' \ufffd&#13;\n ü</value>");
});

test('faults can be wished for, seen and taken back', async () => {
  const { ec2, request } = await aServer();
  const post = async (wish: unknown): Promise<Response> =>
    request('/_faults', { method: 'POST', body: JSON.stringify(wish) });
  const faults = [
    { kind: 'refuse', code: 'Unavailable', count: 1 },
    { kind: 'lag', ms: 5 },
  ];
  expect(await (await post(faults)).json()).toEqual(faults);
  expect((await ec2({ Action: 'DescribeInstances' })).status).toBe(503);
  expect(await (await request('/_faults')).json()).toEqual(faults.slice(1));
  await request('/_faults', { method: 'DELETE' });
  expect(await (await request('/_faults')).json()).toEqual([]);
  expect((await post({ kind: 'refuse', code: 'NoSuchCode' })).status).toBe(400);
  expect((await post('nonsense')).status).toBe(400);
  expect((await post({ kind: 'terminate-outside', instanceId: 'i-00000000' })).status).toBe(404);
});

test('an instance can be ended from outside, and the state shows it', async () => {
  const { ec2, request, model } = await aServer();
  await ec2(aLaunch);
  const wish = { kind: 'terminate-outside', instanceId: model.truth[0]?.id };
  await request('/_faults', { method: 'POST', body: JSON.stringify(wish) });
  expect(await (await request('/_state')).json()).toMatchObject({ truth: [{ state: 'shutting-down' }] });
});

test('an instance can be impaired and retired from outside, and its status says so', async () => {
  const { ec2, request, clock, model } = await aServer();
  await ec2(aLaunch);
  clock.step(60 * 60_000);
  const instanceId = model.truth[0]?.id;
  const wishes = [
    { kind: 'impair', instanceId },
    { kind: 'retire', instanceId, notBefore: '2026-12-24T00:00:00Z' },
  ];
  await request('/_faults', { method: 'POST', body: JSON.stringify(wishes) });
  const { text } = await ec2({ Action: 'DescribeInstanceStatus' });
  expect(text).toContain('<instanceStatus><status>impaired</status>');
  expect(text).toContain('<systemStatus><status>ok</status>');
  expect(text).toContain('<code>instance-retirement</code>');
  expect(text).toContain('<notBefore>2026-12-24T00:00:00.000Z</notBefore>');
});

test('a killed simulator goes on where its last answer left it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aws-simulator-'));
  closing.push(() => rmSync(folder, { recursive: true }));
  const file = (): StateFile => new StateFile(join(folder, 'state.json'));
  const before = await aServer({}, file());
  await before.ec2({ ...aLaunch, ClientToken: 'w-1:1' });
  const after = await aServer({}, file());
  expect(after.model.truth).toEqual(before.model.truth);
  await after.ec2({ ...aLaunch, ClientToken: 'w-1:1' });
  expect(after.model.effects.launches).toEqual({ 'w-1:1': 1 });
});

test('pages neither repeat nor miss an instance', async () => {
  const { ec2 } = await aServer();
  await ec2({ ...aLaunch, InstanceType: 't3.micro', MinCount: '5', MaxCount: '5' });
  const seen: string[] = [];
  let token = '';
  do {
    // oxlint-disable-next-line no-await-in-loop -- each page names the next
    const { text } = await ec2({ Action: 'DescribeInstances', MaxResults: '2', ...(token && { NextToken: token }) });
    seen.push(...text.matchAll(/<instanceId>(.*?)<\/instanceId>/g).map(([, id = '']) => id));
    token = /<nextToken>(.*?)<\/nextToken>/.exec(text)?.[1] ?? '';
  } while (token !== '');
  expect(seen).toHaveLength(5);
  expect(new Set(seen).size).toBe(5);
});

test('a running instance has one interface, whose addresses have the names that its region gives', async () => {
  const { ec2, clock } = await aServer();
  await ec2(aLaunch);
  clock.step(10 * 60_000);
  const { text } = await ec2({ Action: 'DescribeInstances' });
  expect(text).toMatch(/<networkInterfaceSet><item><networkInterfaceId>eni-0[0-9a-f]{16}</);
  expect(text).toMatch(/<macAddress>02(:[0-9a-f]{2}){5}</);
  expect(text).toMatch(/<privateDnsName>ip-10-0-\d+-\d+\.ec2\.internal</);
  expect(text).toMatch(/<association><publicIp>127\.[\d.]+<\/publicIp><publicDnsName>ec2-127-[\d-]+\.compute-1\.amaz/);
  expect(text).toContain('<groupName>default</groupName>');
});

test('a terminated instance has no interface and no address any more', async () => {
  const { ec2, clock } = await aServer();
  const [, id = ''] = /<instanceId>(.*?)</.exec((await ec2(aLaunch)).text) ?? [];
  await ec2({ Action: 'TerminateInstances', 'InstanceId.1': id });
  clock.step(30 * 60_000);
  const { text } = await ec2({ Action: 'DescribeInstances' });
  expect(text).toContain('<name>terminated</name>');
  expect(text).toContain('<networkInterfaceSet/>');
  expect(text).not.toMatch(/privateIpAddress|ipAddress|vpcId|<groupName>default/);
});

test('zones carry the id that they have in every account', async () => {
  const { ec2 } = await aServer();
  const filter = { 'Filter.1.Name': 'zone-id', 'Filter.1.Value.1': 'use1-az2' };
  const { text } = await ec2({ Action: 'DescribeAvailabilityZones', ...filter });
  expect(text).toContain('<zoneName>us-east-1b</zoneName><zoneId>use1-az2</zoneId>');
  expect(text).not.toContain('us-east-1a');
});

test('the checks of what does not run do not apply, without details', async () => {
  const { ec2 } = await aServer();
  await ec2(aLaunch);
  const { text } = await ec2({ Action: 'DescribeInstanceStatus', IncludeAllInstances: 'true' });
  expect(text).toContain('<systemStatus><status>not-applicable</status></systemStatus>');
});
