import { describe } from 'vitest';
import type { Deviations } from '../../ports/instances/contract.ts';
import { type VolumeSnapshotsHarness, volumeSnapshotsContract } from '../../ports/volume-snapshots/contract.ts';
import { Ec2VolumeSnapshots } from './ec2-volume-snapshots.ts';
import { motoUrl, overMoto } from './testing/over-moto.ts';

/** What moto 5.2.5 does otherwise than https://docs.aws.amazon.com/AWSEC2/latest/APIReference/ says. */
const atOnce = 'a snapshot is complete as soon as it is begun';
const deviations: Deviations = {
  'a snapshot is begun at once and completed later, with all that it was asked for': atOnce,
  'there is no image of what is not complete, nor of what is not there': atOnce,
  'a disk that was copied a moment ago is not copied again': 'a disk may be copied as often as one likes',
  'an instance is launched from it, on a disk that is no smaller': 'every image that is registered needs 15 GiB',
  'removing takes the image along and may be asked twice':
    'whether it was launched before is asked by client-token: HTTP 500',
};

async function snapshotsOverMoto(url: string): Promise<VolumeSnapshotsHarness> {
  const cloud = await overMoto(url);
  const snapshots = new Ec2VolumeSnapshots(cloud.options);
  const close = async (): Promise<void> => {
    snapshots.close();
    await cloud.close();
  };
  return { ...cloud, snapshots, close };
}

describe.skipIf(motoUrl === undefined)('only with MOTO_URL, a moto server that may be reset', () => {
  volumeSnapshotsContract('moto', () => snapshotsOverMoto(motoUrl ?? ''), deviations);
});
