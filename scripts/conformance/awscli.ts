import { deepEqual, match, ok } from 'node:assert/strict';
import * as z from 'zod';
import { AwsCli, image, launch, texts, type World } from './aws-cli.ts';
import { storageChecks } from './awscli-storage.ts';
import { type NamedChecks, runChecks } from './named-checks.ts';
import type { Peer } from './peer.ts';
import { serve } from './program.ts';

const changes = z.array(z.object({ from: z.string(), to: z.string() }));
const page = z.object({ Reservations: z.array(launch), NextToken: z.string().optional() });

const states = ['describe-instances', '--query', 'Reservations[].Instances[].State.Name', '--instance-ids'];
const changed = '[].{from: PreviousState.Name, to: CurrentState.Name}';

const worker = ['--instance-type', 'c5.2xlarge', '--client-token', 'w-1:1'];
const tagged = [
  '--tag-specifications',
  'ResourceType=instance,Tags=[{Key=Name,Value=seat one},{Key=fleet,Value=exam}]',
];

/** In this order, over one world. */
const checks: NamedChecks<World> = {
  'images are found by owner and name': async ({ aws }) => {
    const filter = ['--owners', 'self', '--filters', 'Name=name,Values=cml-2.9.1-*', '--query', 'Images[].Name'];
    const found = texts.parse(await aws.json('describe-images', ...filter));
    deepEqual(found.toSorted(), ['cml-2.9.1-b3-amd64', 'cml-2.9.1-b8-amd64']);
  },
  'a launch that is repeated with its token is the same launch': async ({ aws, id }) => {
    deepEqual(await aws.launch(...worker, ...tagged), [id]);
  },
  'the token of another launch is refused': ({ aws }) =>
    aws.refusesLaunch('IdempotentParameterMismatch', '--instance-type', 't3.micro', '--client-token', 'w-1:1'),
  'instances are found by token, state, tag and pattern': async ({ aws, id }) => {
    const filters = ['client-token', 'instance-state-name', 'tag:Name', 'tag:fleet', 'image-id'];
    const values = ['w-1:1', 'pending,running', 'seat*', 'exam', image];
    const args = filters.map((name, index) => `Name=${name},Values=${values[index]}`);
    const query = ['--query', 'Reservations[].Instances[].InstanceId'];
    await aws.until([id], 'describe-instances', '--filters', ...args, ...query);
  },
  'pages neither repeat nor miss an instance': async ({ aws, id, others }) => {
    const every = [id, ...others].toSorted();
    await aws.until(every, 'describe-instances', '--query', 'Reservations[].Instances[].InstanceId');
    const seen: string[] = [];
    let token: readonly string[] = [];
    let pages = 0;
    do {
      // Pages as EC2 makes them: the CLI's own count goes by reservations, of which one may hold every instance.
      const size = ['--no-paginate', '--max-results', '3'];
      const { Reservations, NextToken } = page.parse(await aws.json('describe-instances', ...size, ...token));
      seen.push(...Reservations.flatMap(({ Instances }) => Instances.map(({ InstanceId }) => InstanceId)));
      token = NextToken === undefined ? [] : ['--next-token', NextToken];
      pages += 1;
    } while (token.length > 0 && pages < 10);
    deepEqual(seen.toSorted(), every);
    ok(pages > 1, 'everything came on one page');
  },
  'the CLI waits until an instance runs': async ({ aws, id }) => {
    await aws.until(['running'], ...states, id);
    await aws.json('wait', 'instance-running', '--instance-ids', id);
  },
  'both status checks pass in the end': ({ aws, id }) => {
    const query = 'InstanceStatuses[].[SystemStatus.Status, InstanceStatus.Status][]';
    return aws.until(['ok', 'ok'], 'describe-instance-status', '--instance-ids', id, '--query', query);
  },
  'tags are added, changed, listed and removed': async ({ aws, id }) => {
    const tags = ['Key=fleet,Value=practice', 'Key=owner,Value="a, b & <c>"'];
    await aws.json('create-tags', '--resources', id, '--tags', ...tags);
    await aws.json('delete-tags', '--resources', id, '--tags', 'Key=Name');
    const query = ['--filters', `Name=resource-id,Values=${id}`, '--query', "Tags[].join('=', [Key, Value])"];
    await aws.until(['fleet=practice', 'owner=a, b & <c>'], 'describe-tags', ...query);
  },
  'detailed monitoring goes on': async ({ aws, id }) => {
    const query = ['--query', 'InstanceMonitorings[].Monitoring.State'];
    const [state = ''] = texts.parse(await aws.json('monitor-instances', '--instance-ids', id, ...query));
    match(state, /^(pending|enabled)$/);
  },
  'the metrics of an instance are listed by name and dimension': async ({ cloudwatch, id }) => {
    const filter = ['--namespace', 'AWS/EC2', '--dimensions', `Name=InstanceId,Value=${id}`];
    const found = texts.parse(await cloudwatch.json('list-metrics', ...filter, '--query', 'Metrics[].MetricName'));
    ok(found.includes('CPUUtilization') && found.includes('NetworkIn'), found.join());
  },
  'what nobody measures is an empty series': async ({ cloudwatch, id }) => {
    const query = series(id, 'GPUUtilization');
    const columns = 'MetricDataResults[].[Id, StatusCode, length(Values)]';
    const answer = await cloudwatch.json('get-metric-data', ...lastHour(), ...query, '--query', columns);
    deepEqual(answer, [['one', 'Complete', 0]]);
  },
  'statistics that nobody asks for are InvalidParameterCombination': ({ cloudwatch }) => {
    const metric = ['--namespace', 'AWS/EC2', '--metric-name', 'CPUUtilization', '--period', '300'];
    return cloudwatch.refuses('InvalidParameterCombination', 'get-metric-statistics', ...metric, ...lastHour());
  },
  'an end before its beginning is ValidationError': ({ cloudwatch, id }) => {
    const [from = '', begin = '', to = '', end = ''] = lastHour();
    const backwards = [from, end, to, begin];
    return cloudwatch.refuses('ValidationError', 'get-metric-data', ...backwards, ...series(id, 'CPUUtilization'));
  },
  'detailed monitoring goes off again, and shows': async ({ aws, id }) => {
    await aws.json('unmonitor-instances', '--instance-ids', id);
    const query = ['--query', 'Reservations[].Instances[].Monitoring.State', '--instance-ids', id];
    await aws.until(['disabled'], 'describe-instances', ...query);
  },
  'zones are listed, and those that offer a type': async ({ aws }) => {
    const zones = await aws.json('describe-availability-zones', '--query', 'AvailabilityZones[].ZoneName');
    deepEqual(texts.parse(zones), ['us-east-1a', 'us-east-1b', 'us-east-1c']);
    const type = ['--location-type', 'availability-zone', '--filters', 'Name=instance-type,Values=z1d.metal'];
    const query = ['--query', 'InstanceTypeOfferings[].Location'];
    const offering = await aws.json('describe-instance-type-offerings', ...type, ...query);
    deepEqual(texts.parse(offering).toSorted(), ['us-east-1a', 'us-east-1b']);
  },
  ...storageChecks,
  'an instance stops and starts again': async ({ aws, id }) => {
    const stop = await aws.json('stop-instances', '--instance-ids', id, '--query', `StoppingInstances${changed}`);
    deepEqual(changes.parse(stop), [{ from: 'running', to: 'stopping' }]);
    await aws.until(['stopped'], ...states, id);
    await aws.json('wait', 'instance-stopped', '--instance-ids', id);
    const start = await aws.json('start-instances', '--instance-ids', id, '--query', `StartingInstances${changed}`);
    deepEqual(changes.parse(start), [{ from: 'stopped', to: 'pending' }]);
    await aws.until(['running'], ...states, id);
  },
  'an instance that is not there is InvalidInstanceID.NotFound': ({ aws }) =>
    aws.refuses('InvalidInstanceID.NotFound', 'stop-instances', '--instance-ids', 'i-0123456789abcdef0'),
  'a zone without capacity is InsufficientInstanceCapacity': ({ aws }) =>
    aws.refusesLaunch('InsufficientInstanceCapacity', '--instance-type', 'm5zn.nocapacity', '--client-token', 'w-9:1'),
  'a dry run is DryRunOperation': ({ aws, id }) =>
    aws.refuses('DryRunOperation', 'terminate-instances', '--dry-run', '--instance-ids', id),
  'all are terminated, and still shown': async ({ aws, id, others }) => {
    const ids = [id, ...others];
    const query = ['--query', `TerminatingInstances${changed}`];
    const answer = changes.parse(await aws.json('terminate-instances', '--instance-ids', ...ids, ...query));
    deepEqual(new Set(answer.map(({ to }) => to)), new Set(['shutting-down']));
    const gone = ids.map(() => 'terminated');
    await aws.until(gone, ...states, ...ids);
  },
};

function lastHour(): readonly string[] {
  const now = Date.now();
  const [from = '', to = ''] = [now - 3_600_000, now].map((ms) => new Date(ms).toISOString());
  return ['--start-time', from, '--end-time', to];
}

function series(id: string, metric: string): readonly string[] {
  const Dimensions = [{ Name: 'InstanceId', Value: id }];
  const Metric = { Namespace: 'AWS/EC2', MetricName: metric, Dimensions };
  const queries = [{ Id: 'one', MetricStat: { Metric, Period: 300, Stat: 'Average' } }];
  return ['--metric-data-queries', JSON.stringify(queries)];
}

export const awscli: Peer = {
  name: 'awscli',
  against: 'the AWS simulator',
  async check({ program }) {
    const args = ['simulators/aws/main.ts', '--port', '0', '--speed', '60'];
    await using server = await serve({ program: process.execPath, args }, /AWS simulator on (http:\S+)/);
    const typed = { python: program, endpoint: server.address };
    const aws = new AwsCli({ ...typed, service: 'ec2' });
    const cloudwatch = new AwsCli({ ...typed, service: 'cloudwatch' });
    const [id = ''] = await aws.launch(...worker, ...tagged);
    const others = await aws.launch('--instance-type', 't3.micro', '--count', '6');
    return await runChecks(checks, { aws, cloudwatch, id, others });
  },
};
