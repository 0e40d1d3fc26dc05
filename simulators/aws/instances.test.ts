import { instancesContract } from '@lcm/core/ports/instances/contract';
import { openDirect, openGathered, openOverHttp } from './testing/open-clouds.ts';

instancesContract('the model itself', openDirect);
instancesContract('questions of many gathered into one', openGathered);
instancesContract('the SDK over HTTP to the simulator', openOverHttp);
