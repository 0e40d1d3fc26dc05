import { describe } from 'vitest';
import { type Deviations, type InstancesHarness, instancesContract } from '../../ports/instances/contract.ts';
import { Ec2Instances } from './ec2-instances.ts';

const motoUrl = process.env['MOTO_URL'];
const tokens = 'moto knows no client tokens: each RunInstances makes instances of its own';

/** What moto 5.2.5 does otherwise than https://docs.aws.amazon.com/AWSEC2/latest/APIReference/ says. */
const deviations: Deviations = {
  'launching again with one token gives the same instance': tokens,
  'launches at the same time with one token give one instance': tokens,
  'a token stays with its instance when other parameters come with it': tokens,
  'a token stays with its instance when that has ended': tokens,
  'what was launched is listed by its token, taken literally': 'the filter client-token is answered with HTTP 500',
  'a token of more than 64 characters is refused': tokens,
  'tag values are taken literally': 'a backslash before * and ? in a filter is a character like any other',
  'an instance that boots has no checks': 'whoever looks at a pending instance finds it running, its checks passed',
  'a terminated instance is shown for a while and then no more': 'it is shown for ever',
  'what does not exist takes no tags': 'CreateTags takes any well-formed id',
  'what contradicts the present course is refused for its state': 'StartInstances and StopInstances take any state',
  'what has ended neither starts nor stops': 'StartInstances and StopInstances take any state',
  'reserved tag keys are refused': 'CreateTags takes keys that start with aws:',
};

async function overMoto(url: string): Promise<InstancesHarness> {
  await fetch(`${url}/moto-api/reset`, { method: 'POST' });
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' };
  const instances = new Ec2Instances({ endpoint: url, credentials });
  return {
    instances,
    region: 'us-east-1',
    otherRegion: 'eu-west-1',
    request: { instanceType: 'm5zn.metal', imageName: 'amzn-ami-hvm-*', volumeGiB: 250 },
    otherType: 'c5.metal',
    // moto goes on when it is looked at, and never by itself.
    settle: async () => undefined,
    close: async () => instances.close(),
  };
}

describe.skipIf(motoUrl === undefined)('only with MOTO_URL, a moto server that may be reset', () => {
  instancesContract('moto', () => overMoto(motoUrl ?? ''), deviations);
});
