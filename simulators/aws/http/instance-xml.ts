import { instant, toIso } from '@lcm/core/kernel';
import type { CheckStatus, InstanceState } from '@lcm/core/ports/instances';
import { accountId } from '../model/catalog.ts';
import type { StateChange } from '../model/ec2-model.ts';
import { stateCodes } from '../model/fields.ts';
import type { Ec2Instance } from '../model/instance.ts';
import { stateReasons } from '../model/lifecycle.ts';
import type { Tags } from '../model/tags.ts';
import { networkXml } from './network-xml.ts';
import type { XmlRecord } from './xml.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html */
export function instanceXml(instance: Ec2Instance): XmlRecord {
  const { order, state } = instance;
  const isThere = state !== 'terminated';
  const launchTime = toIso(instant(instance.launchedAt));
  return {
    instanceId: instance.id,
    imageId: order.imageId,
    instanceState: stateXml(state),
    reason: instance.transition,
    keyName: order.keyName,
    amiLaunchIndex: instance.launchIndex,
    productCodes: [],
    instanceType: order.instanceType,
    launchTime,
    placement: { availabilityZone: instance.availabilityZone, groupName: '', tenancy: 'default' },
    monitoring: { state: instance.monitoring ? 'enabled' : 'disabled' },
    ...networkXml(instance, launchTime),
    ...(instance.stateReason && {
      stateReason: { code: instance.stateReason, message: stateReasons[instance.stateReason] },
    }),
    architecture: 'x86_64',
    rootDeviceType: 'ebs',
    rootDeviceName: rootDevice(instance),
    blockDeviceMapping: isThere ? [volumeXml(instance, launchTime)] : [],
    virtualizationType: 'hvm',
    clientToken: order.token ?? '',
    tagSet: tagsXml(instance.tags),
    hypervisor: 'xen',
    ebsOptimized: true,
    enaSupport: true,
    metadataOptions: {
      state: 'applied',
      httpTokens: order.httpTokens,
      httpPutResponseHopLimit: 1,
      httpEndpoint: 'enabled',
      httpProtocolIpv6: 'disabled',
      instanceMetadataTags: 'disabled',
    },
  };
}

function rootDevice({ root }: Ec2Instance): string {
  return root?.device ?? '/dev/sda1';
}

function volumeXml(instance: Ec2Instance, attachTime: string): XmlRecord {
  const ebs = { volumeId: instance.volumeId, status: 'attached', attachTime, deleteOnTermination: true };
  return { deviceName: rootDevice(instance), ebs };
}

export function tagsXml(tags: Tags): readonly XmlRecord[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

export function stateXml(state: InstanceState): XmlRecord {
  return { code: stateCodes[state], name: state };
}

export function reservationXml(instances: readonly Ec2Instance[]): XmlRecord {
  return {
    reservationId: instances[0]?.reservationId,
    ownerId: accountId,
    groupSet: [],
    instancesSet: instances.map(instanceXml),
  };
}

export function changeXml({ before, after }: StateChange): XmlRecord {
  return { instanceId: after.id, currentState: stateXml(after.state), previousState: stateXml(before.state) };
}

export function statusXml(instance: Ec2Instance): XmlRecord {
  return {
    instanceId: instance.id,
    availabilityZone: instance.availabilityZone,
    instanceState: stateXml(instance.state),
    systemStatus: checkXml(instance.checks.system),
    instanceStatus: checkXml(instance.checks.instance),
    ...(instance.event && { eventsSet: [eventXml(instance)] }),
  };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceStatusEvent.html */
function eventXml({ id, event }: Ec2Instance): XmlRecord {
  return {
    instanceEventId: `instance-event-${id.slice(2)}`,
    code: event?.code,
    description: event?.description,
    notBefore: toIso(instant(event?.notBefore ?? 0)),
  };
}

const reachability = {
  ok: 'passed',
  impaired: 'failed',
  initializing: 'initializing',
  'insufficient-data': 'insufficient-data',
  'not-applicable': undefined,
} as const satisfies Record<CheckStatus, string | undefined>;

function checkXml(status: CheckStatus): XmlRecord {
  const seen = reachability[status];
  return { status, details: seen && [{ name: 'reachability', status: seen }] };
}
