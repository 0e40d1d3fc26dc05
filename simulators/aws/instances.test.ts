import { instancesContract } from '@lcm/core/ports/instances/contract';
import { openDirect, openOverHttp } from './testing/open-clouds.ts';

instancesContract('the model itself', openDirect);
instancesContract('the SDK over HTTP to the simulator', openOverHttp);
