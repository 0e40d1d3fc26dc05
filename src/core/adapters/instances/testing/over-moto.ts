import type { InstancesHarness } from '../../../ports/instances/contract.ts';
import type { Ec2ApiOptions } from '../ec2-api.ts';
import { Ec2Instances } from '../ec2-instances.ts';

/** A moto server that may be reset. */
export const motoUrl = process.env['MOTO_URL'];

/** An emptied moto, and how to reach it. */
export async function overMoto(url: string): Promise<InstancesHarness & { readonly options: Ec2ApiOptions }> {
  await fetch(`${url}/moto-api/reset`, { method: 'POST' });
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' };
  const options = { endpoint: url, credentials };
  const instances = new Ec2Instances(options);
  return {
    options,
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
