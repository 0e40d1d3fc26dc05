import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import { afterEach, expect, test } from 'vitest';
import { loopbackAddress } from './addresses.ts';
import { imagesOf } from './model/catalog.ts';
import { Ec2Model } from './model/ec2-model.ts';
import { defaultSettings } from './model/settings.ts';
import { startAwsSimulator } from './server.ts';

const region = 'us-east-1';
const start = 1_780_000_200_000;
const hour = 3_600_000;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map(async (close) => close()));
});

async function aRunningHost(accessKeyId = 'AKIAEXAMPLE') {
  const clock = new FakeClock(start);
  const random = new SeededRandom(3);
  const model = new Ec2Model({ clock, random, settings: defaultSettings, addressOf: loopbackAddress });
  const simulator = await startAwsSimulator({ model, clock, random, host: '127.0.0.1', port: 0 });
  closing.push(simulator.close);
  const imageId = imagesOf(region).find(({ name }) => name.startsWith('cml-'))?.id ?? '';
  const [host] = model.runInstances(region, {
    instanceType: 't3.micro',
    imageId,
    minCount: 1,
    maxCount: 1,
    securityGroupIds: [],
    volume: { type: 'gp3', encrypted: true },
    httpTokens: 'required',
    monitoring: false,
    tags: {},
  });
  clock.step(3 * hour);
  const ask = async (action: string, input: object) => {
    const answer = await fetch(simulator.url, {
      method: 'POST',
      body: JSON.stringify(input),
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `GraniteServiceVersion20100801.${action}`,
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261121/${region}/monitoring/aws4_request, SignedHeaders=host, Signature=${'a'.repeat(64)}`,
      },
    });
    return { status: answer.status, error: answer.headers.get('x-amzn-query-error'), body: await answer.json() };
  };
  const now = clock.now() / 1000;
  const dimensions = [{ Name: 'InstanceId', Value: host?.id }];
  return { ask, dimensions, model, times: { StartTime: now - 3600, EndTime: now } };
}

type Host = Awaited<ReturnType<typeof aRunningHost>>;

function query(dimensions: Host['dimensions'], fields: object = {}) {
  const Metric = { Namespace: 'AWS/EC2', MetricName: 'CPUUtilization', Dimensions: dimensions };
  return { Id: 'cpu', MetricStat: { Metric, Period: 300, Stat: 'Average', ...fields } };
}

test('a question that is repeated has the same answer, newest first unless it is asked otherwise', async () => {
  const { ask, dimensions, times } = await aRunningHost();
  const request = { MetricDataQueries: [query(dimensions)], ...times };
  const first = await ask('GetMetricData', request);
  const result = first.body.MetricDataResults[0];
  expect(result).toMatchObject({ Id: 'cpu', Label: 'CPUUtilization', StatusCode: 'Complete' });
  expect(result.Values).toHaveLength(11);
  expect(result.Timestamps).toEqual(result.Timestamps.toSorted((a: number, b: number) => b - a));
  expect((await ask('GetMetricData', request)).body).toEqual(first.body);
  const ascending = await ask('GetMetricData', { ...request, ScanBy: 'TimestampAscending' });
  expect(ascending.body.MetricDataResults[0].Values).toEqual(result.Values.toReversed());
});

test('a page that ends within a series says that the series is partial, and the next one goes on there', async () => {
  const { ask, dimensions, times } = await aRunningHost();
  const queries = [query(dimensions), { ...query(dimensions, { Stat: 'Maximum' }), Id: 'most' }];
  const request = { MetricDataQueries: queries, ...times, MaxDatapoints: 8 };
  const seen: Record<string, number[]> = {};
  const codes: string[] = [];
  let token: string | undefined;
  do {
    // oxlint-disable-next-line no-await-in-loop -- each page names the next
    const { body } = await ask('GetMetricData', { ...request, ...(token && { NextToken: token }) });
    for (const { Id, Timestamps, StatusCode } of body.MetricDataResults) {
      seen[Id] = [...(seen[Id] ?? []), ...Timestamps];
      codes.push(StatusCode);
    }
    token = body.NextToken;
  } while (token !== undefined);
  expect(seen['cpu']).toHaveLength(11);
  expect(seen['most']).toEqual(seen['cpu']);
  expect(codes).toContain('PartialData');
  expect(codes.at(-1)).toBe('Complete');
});

test('the statistics of one period belong together', async () => {
  const { ask, dimensions, times } = await aRunningHost();
  const Statistics = ['Average', 'Sum', 'Minimum', 'Maximum', 'SampleCount'];
  const request = { Namespace: 'CWAgent', MetricName: 'mem_used_percent', Dimensions: dimensions, ...times };
  const { body } = await ask('GetMetricStatistics', { ...request, Period: 300, Statistics });
  expect(body.Label).toBe('mem_used_percent');
  const [point] = body.Datapoints;
  expect(point).toMatchObject({ Unit: 'Percent', SampleCount: 5 });
  expect(point.Sum / point.SampleCount).toBeCloseTo(point.Average);
  expect(point.Minimum).toBeLessThan(point.Maximum);
});

test('metrics are listed by namespace, name and dimension', async () => {
  const { ask, dimensions } = await aRunningHost();
  const all = await ask('ListMetrics', { Dimensions: [{ Name: 'InstanceId' }] });
  expect(all.body.Metrics).toHaveLength(10);
  const one = await ask('ListMetrics', { Namespace: 'CWAgent', MetricName: 'disk_used_percent' });
  const expected = { Namespace: 'CWAgent', MetricName: 'disk_used_percent', Dimensions: dimensions };
  expect(one.body.Metrics).toEqual([expected]);
  expect((await ask('ListMetrics', { Namespace: 'AWS/RDS' })).body).toEqual({ Metrics: [] });
});

test('what nobody measures is an empty series, not an error', async () => {
  const { ask, dimensions, times } = await aRunningHost();
  const Metric = { Namespace: 'AWS/EC2', MetricName: 'GPUUtilization', Dimensions: dimensions };
  const { status, body } = await ask('GetMetricData', {
    MetricDataQueries: [query(dimensions, { Metric }), { ...query([]), Id: 'fleet' }],
    ...times,
  });
  expect(status).toBe(200);
  expect(body.MetricDataResults.map(({ Values }: { Values: number[] }) => Values)).toEqual([[], []]);
});

test.each([
  ['GetMetricData', { MetricDataQueries: [] }, 'ValidationError'],
  ['GetMetricData', { EndTime: 0 }, 'ValidationError'],
  ['GetMetricData', { MetricDataQueries: [query([], { Period: 90 })] }, 'InvalidParameterValue'],
  ['GetMetricData', { MetricDataQueries: [query([], { Stat: 'p99' })] }, 'InvalidParameterValue'],
  ['GetMetricData', { MetricDataQueries: [query([]), query([])] }, 'ValidationError'],
  ['GetMetricData', { MetricDataQueries: [{ Id: 'sum', Expression: 'cpu + 1' }] }, 'ValidationError'],
  ['GetMetricData', { NextToken: 'bogus' }, 'InvalidNextToken'],
  ['GetMetricStatistics', { EndTime: 0, Statistics: ['Sum'] }, 'InvalidParameterValue'],
  ['GetMetricStatistics', {}, 'InvalidParameterCombination'],
  ['GetMetricStatistics', { StartTime: 0, Statistics: ['Sum'] }, 'InvalidParameterCombination'],
  ['PutMetricData', {}, 'InvalidAction'],
] as const)('%s of %o is refused with %s', async (action, fields, code) => {
  const { ask, dimensions, times } = await aRunningHost();
  const whole = {
    GetMetricData: { MetricDataQueries: [query(dimensions)], ...times },
    GetMetricStatistics: {
      Namespace: 'AWS/EC2',
      MetricName: 'NetworkIn',
      Dimensions: dimensions,
      Period: 60,
      ...times,
    },
    PutMetricData: {},
  };
  const answer = await ask(action, { ...whole[action], ...fields });
  expect(answer).toMatchObject({ status: 400, error: `${code};Sender` });
});

test('planned faults hit CloudWatch by its own codes, and EC2 is left alone', async () => {
  const { ask, dimensions, times, model } = await aRunningHost();
  const request = { MetricDataQueries: [query(dimensions)], ...times };
  model.faults.add({ kind: 'refuse', code: 'RequestLimitExceeded', actions: ['GetMetricData'], count: 1 });
  expect(await ask('GetMetricData', request)).toMatchObject({ status: 400, error: 'Throttling;Sender' });
  model.faults.add({ kind: 'refuse', code: 'Unavailable', actions: ['GetMetricData'], count: 1 });
  expect(await ask('GetMetricData', request)).toMatchObject({ status: 503, error: 'ServiceUnavailable;Receiver' });
  expect((await ask('GetMetricData', request)).status).toBe(200);
});

test('wrong credentials are refused', async () => {
  const { ask } = await aRunningHost('AKIADENIED');
  expect(await ask('ListMetrics', {})).toMatchObject({ status: 403, error: 'InvalidClientTokenId;Sender' });
});
