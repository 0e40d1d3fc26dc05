import { expect, test } from 'vitest';
import { parseNetworks } from './network-settings.ts';

test('the network of a launch is that of its region, else the one for all', () => {
  const given = parseNetworks({
    CML_WORKER_SUBNET_ID: 'subnet-0a1',
    CML_WORKER_SECURITY_GROUP_IDS: 'sg-01, sg-02',
    CML_WORKER_NETWORKS: '{"eu-central-1":{"subnetIds":{"eu-central-1a":"subnet-0e1"},"securityGroupIds":["sg-0e"]}}',
  });
  expect(given.network).toMatchObject({ subnetId: 'subnet-0a1', securityGroupIds: ['sg-01', 'sg-02'] });
  expect(given.networks).toEqual({
    'eu-central-1': { subnetIds: { 'eu-central-1a': 'subnet-0e1' }, securityGroupIds: ['sg-0e'] },
  });
});

test('without any, EC2 takes the default of the account', () => {
  expect(parseNetworks({})).toEqual({ network: {}, networks: {} });
});

test.each([
  [{ CML_WORKER_SUBNET_ID: 'vpc-1' }, 'CML_WORKER_SUBNET_ID'],
  [{ CML_WORKER_SECURITY_GROUP_IDS: 'sg-01,web' }, 'CML_WORKER_SECURITY_GROUP_IDS'],
  [{ CML_WORKER_NETWORKS: '{"us-east-1":{"subnet":"subnet-0a1"}}' }, 'CML_WORKER_NETWORKS'],
  [{ CML_WORKER_NETWORKS: 'us-east-1' }, 'CML_WORKER_NETWORKS'],
])('%o is refused by its name', (environment, name) => {
  expect(() => parseNetworks(environment)).toThrow(name);
});
