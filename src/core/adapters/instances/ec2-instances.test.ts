import { describe } from 'vitest';
import { type Deviations, instancesContract } from '../../ports/instances/contract.ts';
import { motoUrl, overMoto } from './testing/over-moto.ts';

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
  'what does not exist has no tags to remove and is not measured': 'DeleteTags takes any well-formed id',
  'a launch from an image by its id asks for no name':
    'whether it was launched before is asked by client-token: HTTP 500',
  'detailed monitoring goes on and off, and each may be asked twice': 'it has no MonitorInstances: HTTP 500',
  'reserved tag keys are refused': 'CreateTags takes keys that start with aws:',
};

describe.skipIf(motoUrl === undefined)('only with MOTO_URL, a moto server that may be reset', () => {
  instancesContract('moto', () => overMoto(motoUrl ?? ''), deviations);
});
