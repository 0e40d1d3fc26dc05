import { accountId } from '../model/catalog.ts';
import { defaultGroup, subnetIdOf, vpcId } from '../model/fields.ts';
import type { Ec2Instance } from '../model/instance.ts';
import type { XmlRecord } from './xml.ts';

/** How an instance is connected: one interface in the default VPC, with a public address while it runs. */
export function networkXml(instance: Ec2Instance, attachTime: string): XmlRecord {
  const { privateIp, address } = instance;
  const isThere = instance.state !== 'terminated';
  const groupSet = isThere ? groupsXml(instance) : [];
  const dnsName = address === undefined ? '' : publicName(instance.region, address);
  return {
    privateDnsName: isThere ? privateName(instance) : '',
    dnsName,
    ...(isThere && {
      subnetId: subnetIdOf(instance),
      vpcId,
      privateIpAddress: privateIp,
      ipAddress: address,
    }),
    sourceDestCheck: true,
    groupSet,
    networkInterfaceSet: isThere ? [interfaceXml(instance, attachTime)] : [],
  };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceNetworkInterface.html */
function interfaceXml(instance: Ec2Instance, attachTime: string): XmlRecord {
  const { id, privateIp } = instance;
  const digits = id.slice(2);
  const association = associationXml(instance);
  const address = { privateIpAddress: privateIp, privateDnsName: privateName(instance) };
  return {
    networkInterfaceId: `eni-${digits}`,
    subnetId: subnetIdOf(instance),
    vpcId,
    description: '',
    ownerId: accountId,
    status: 'in-use',
    macAddress: ['02', ...(digits.slice(-10).match(/../g) ?? [])].join(':'),
    ...address,
    sourceDestCheck: true,
    groupSet: groupsXml(instance),
    attachment: {
      attachmentId: `eni-attach-${digits}`,
      deviceIndex: 0,
      networkCardIndex: 0,
      status: 'attached',
      attachTime,
      deleteOnTermination: true,
    },
    association,
    privateIpAddressesSet: [{ ...address, primary: true, association }],
    ipv6AddressesSet: [],
    interfaceType: 'interface',
  };
}

function associationXml({ region, address }: Ec2Instance): XmlRecord | undefined {
  if (address === undefined) return undefined;
  return { publicIp: address, publicDnsName: publicName(region, address), ipOwnerId: 'amazon' };
}

function groupsXml({ order }: Ec2Instance): readonly XmlRecord[] {
  if (order.securityGroupIds.length === 0) return [defaultGroup];
  return order.securityGroupIds.map((groupId) => ({ groupId, groupName: groupId }));
}

/** us-east-1 is named otherwise than the rest: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html */
function privateName({ region, privateIp }: Ec2Instance): string {
  const domain = region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
  return `ip-${privateIp.replaceAll('.', '-')}.${domain}`;
}

function publicName(region: string, address: string): string {
  const domain = region === 'us-east-1' ? 'compute-1.amazonaws.com' : `${region}.compute.amazonaws.com`;
  return `ec2-${address.replaceAll('.', '-')}.${domain}`;
}
