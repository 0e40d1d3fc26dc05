import { volumeSnapshotsContract } from '@lcm/core/ports/volume-snapshots/contract';
import { openDirect, openOverHttp } from './testing/open-clouds.ts';

volumeSnapshotsContract('the model itself', openDirect);
volumeSnapshotsContract('the SDK over HTTP to the simulator', openOverHttp);
