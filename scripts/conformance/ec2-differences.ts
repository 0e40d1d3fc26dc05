import { DescribeImagesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { type Ec2Cloud, script, staged } from './ec2-script.ts';
import type { Findings } from './peer.ts';

/**
 * Each difference that is meant, as `step: only in WHOSE: what`. Where the two disagree, what AWS documents decides
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/): the simulator follows it, and moto is listed here.
 */
const known: Readonly<Record<string, readonly RegExp[]>> = {
  'EC2 refuses what is no id at all as malformed; moto looks for it': [/malformed.*: error Invalid\w+ID\./],
  'moto breaks with HTTP 500': [
    /(unknown filter|made-up page): only in moto: error Error 500/,
    /unknown filter: only in the simulator: error InvalidParameterValue/,
    /made-up page: only in the simulator: error InvalidNextToken/,
    /onitorInstances: only in (moto: error Error 500|the simulator: InstanceMonitorings)/,
  ],
  'EC2 calls an unknown type of a launch an InvalidParameterValue': [
    /RunInstances of an unknown type: .*(InvalidInstanceType\.NotFound|InvalidParameterValue)/,
  ],
  'moto does not compare the least with the most': [/RunInstances of fewer than at least/],
  'an order for what is so already changes nothing; moto tells of a change': [
    /(Start|Stop|Terminate)Instances of a (running|stopped|terminated) one: .*CurrentState/,
  ],
  'moto tells times of changes as UTC': [/StateTransitionReason="User initiated/],
  'EC2 gives addresses when an instance comes up, with its interface in between': [
    /RunInstances: only in moto: Instances\[\]\.PublicIpAddress/,
    /RunInstances: .*NetworkInterfaces.*Association/,
  ],
  'EC2 takes network and addresses away at the end': [
    /terminated one: only in moto: .*(NetworkInterfaces|PrivateIpAddress|SubnetId|VpcId)/,
    /terminated one: only in the simulator: .*NetworkInterfaces\[\] is empty/,
  ],
  'EC2 has an empty name for what has no public address; moto leaves it out': [
    /only in the simulator: .*PublicDnsName/,
  ],
  'EC2 puts an instance into the default security group; moto only its interface': [
    /: .*Instances\[\]\.SecurityGroups\[\]/,
  ],
  'EC2 gives no reason for a state that needs none; moto an empty one': [/only in moto: .*StateReason\.\w+=""$/],
  'EC2 says why an instance is pending': [/only in the simulator: Instances\[\]\.StateReason\.\w+="pending"/],
  'moto names the driver of Xen, the simulator that of Nitro': [/SriovNetSupport/, /EnaSupport/],
  'moto leaves out what an interface is given its address by': [/PrivateIpAddresses\[\]\.PrivateDnsName/],
  'the image is ours in the one and one of Amazon in the other': [
    /DescribeImages: .*(ImageOwnerAlias|BootMode|ProductCodes)/,
  ],
  'moto leaves out whether the volume of an image is encrypted': [/DescribeImages: only in the simulator: .*Encrypted/],
  'figures that nobody here asks for': [
    /DescribeInstanceTypes.*: only in moto: InstanceTypes\[\]\.(EbsInfo|InstanceStorageInfo|NetworkInfo|NitroTpmInfo)\./,
    /DescribeInstanceTypes.*: only in moto: InstanceTypes\[\]\.(VCpuInfo\.Valid|PlacementGroupInfo\.)/,
    /DescribeInstanceTypes.*: only in moto: InstanceTypes\[\]\.\w+Support(ed|edInRegion)?$/,
    /DescribeInstanceTypes.*: only in moto: InstanceTypes\[\]\.(SupportedInRegion|ProcessorInfo\.SustainedClock)/,
  ],
  'moto leaves out groups of zones': [
    /DescribeAvailabilityZones: only in the simulator: .*(GroupName|NetworkBorderGroup|OptInStatus)/,
  ],
};

/** Leaves whose values are EC2's own words or figures, and not those of one launch. */
const worded =
  /(^|\.)(Architecture|BareMetal|Code|DefaultVCpus|Message|ResourceType|SizeInMiB|Status|StateTransitionReason)$|State(\.Name)?$/;

/** What an answer is made of: the path of every field that the SDK read, with its value where that is EC2's. */
function shapeOf(value: unknown, path = ''): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return listShape(value, path);
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) return recordShape(value, path);
  return [worded.test(path) ? `${path}=${JSON.stringify(value)}` : path];
}

function listShape(items: readonly unknown[], path: string): readonly string[] {
  return items.length === 0 ? [`${path}[] is empty`] : items.flatMap((item) => shapeOf(item, `${path}[]`));
}

function recordShape(record: object, path: string): readonly string[] {
  const fields = Object.entries(record).filter(([name]) => name !== '$metadata');
  return fields.flatMap(([name, content]) => shapeOf(content, path === '' ? name : `${path}.${name}`));
}

function errorOf(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) throw error;
  return `error ${error.name} ${String(metadata.httpStatusCode)}`;
}

type Played = ReadonlyMap<string, ReadonlySet<string>>;

async function play(cloud: Ec2Cloud): Promise<Played> {
  const stage = await staged(cloud);
  const played = new Map<string, ReadonlySet<string>>();
  for (const [name, step] of Object.entries(script)) {
    const shape = await step(stage).then(shapeOf, (error: unknown) => [errorOf(error)]);
    played.set(name, new Set(shape));
  }
  return played;
}

/** The instance is launched from the first image that has such a name. */
async function cloudAt(endpoint: string, imageName: string): Promise<Ec2Cloud> {
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' };
  const ec2 = new EC2Client({ endpoint, credentials, region: 'us-east-1', maxAttempts: 1 });
  const Filters = [{ Name: 'name', Values: [imageName] }];
  const { Images: [image] = [] } = await ec2.send(new DescribeImagesCommand({ Filters }));
  return { ec2, imageId: image?.ImageId ?? '' };
}

function lines(step: string, shapes: { readonly moto: Played; readonly simulator: Played }): readonly string[] {
  const empty = new Set<string>();
  const [theirs, ours] = [shapes.moto.get(step) ?? empty, shapes.simulator.get(step) ?? empty];
  return [
    ...[...theirs.difference(ours)].map((what) => `${step}: only in moto: ${what}`),
    ...[...ours.difference(theirs)].map((what) => `${step}: only in the simulator: ${what}`),
  ];
}

/** Asks both the same and compares what they answer. A known difference that is none any more is a problem too. */
export async function ec2Differences(urls: { readonly moto: string; readonly simulator: string }): Promise<Findings> {
  await fetch(`${urls.moto}/moto-api/reset`, { method: 'POST' });
  const [theirs, ours] = [await cloudAt(urls.moto, 'amzn-ami-hvm-*'), await cloudAt(urls.simulator, 'cml-2.9.1-*')];
  const shapes = { moto: await play(theirs), simulator: await play(ours) };
  for (const { ec2 } of [theirs, ours]) ec2.destroy();
  const patterns = Object.values(known).flat();
  const steps = Object.keys(script).map((step) => lines(step, shapes));
  const unknown = steps.map((found) => found.filter((line) => !patterns.some((pattern) => pattern.test(line))));
  const stale = patterns.filter((pattern) => !steps.flat().some((line) => pattern.test(line)));
  return {
    passed: unknown.filter((found) => found.length === 0).length,
    problems: [...unknown.flat(), ...stale.map((pattern) => `moto and the simulator agree on what ${pattern} excuses`)],
  };
}
