import type { Image, Instance, InstanceStatus, InstanceStatusEvent } from '@aws-sdk/client-ec2';
import { fromIso, instant } from '../../kernel/index.ts';
import {
  type CheckStatus,
  checkStatuses,
  type InstanceChecks,
  InstancesError,
  type InstancesErrorCode,
  instanceId,
  instanceStates,
  type ScheduledEvent,
  type SeenImage,
  type SeenInstance,
} from '../../ports/instances/index.ts';

/** Codes of EC2 and of its SDK: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
const codeOf: ReadonlyMap<string, InstancesErrorCode> = new Map([
  ...all('throttled', [
    'BandwidthLimitExceeded',
    'EC2ThrottledException',
    'RequestLimitExceeded',
    'RequestThrottled',
    'RequestThrottledException',
    'SlowDown',
    'SnapshotCreationPerVolumeRateExceeded',
    'ThrottledException',
    'Throttling',
    'ThrottlingException',
    'TooManyRequestsException',
  ]),
  ...all('quota-exceeded', [
    'AddressLimitExceeded',
    'ConcurrentSnapshotLimitExceeded',
    'InstanceLimitExceeded',
    'MaxSpotInstanceCountExceeded',
    'NetworkInterfaceLimitExceeded',
    'PendingSnapshotLimitExceeded',
    'SnapshotLimitExceeded',
    'VcpuLimitExceeded',
    'VolumeLimitExceeded',
  ]),
  ...all('insufficient-capacity', [
    'InsufficientCapacity',
    'InsufficientFreeAddressesInSubnet',
    'InsufficientHostCapacity',
    'InsufficientInstanceCapacity',
    'InsufficientReservedInstanceCapacity',
    'InsufficientVolumeCapacity',
    // The type is not offered in that zone: another zone or type helps, as with the others.
    'Unsupported',
  ]),
  ...all('authentication', [
    'AccessDenied',
    'AccessDeniedException',
    'AuthFailure',
    'Blocked',
    'CredentialsProviderError',
    'ExpiredToken',
    'ExpiredTokenException',
    'IncompleteSignature',
    'InvalidAccessKeyId',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'MissingAuthenticationToken',
    'OptInRequired',
    'RequestExpired',
    'RequestTimeTooSkewed',
    'SignatureDoesNotMatch',
    'TokenRefreshRequired',
    'UnauthorizedOperation',
    'UnrecognizedClientException',
  ]),
  ...all('not-found', ['InvalidInstanceID.NotFound', 'InvalidSnapshot.NotFound', 'InvalidVolume.NotFound']),
  // OperationNotPermitted: somebody protects the instance from being stopped or terminated, and may lift that.
  ...all('wrong-state', ['IncorrectInstanceState', 'IncorrectState', 'InvalidSnapshot.InUse', 'OperationNotPermitted']),
  ...all('token-used', ['IdempotentInstanceTerminated', 'IdempotentParameterMismatch']),
  ...all('tag-limit', ['TagLimitExceeded']),
  ...all('unavailable', [
    'InternalError',
    'InternalFailure',
    'PendingVerification',
    'RequestTimeout',
    'ServiceUnavailable',
    'Unavailable',
  ]),
]);

function all(code: InstancesErrorCode, names: readonly string[]): readonly (readonly [string, InstancesErrorCode])[] {
  return names.map((name) => [name, code]);
}

/** What EC2's code means for us. An unknown refusal (4xx) is our mistake; anything else may pass. */
function instancesErrorCode(action: string, { name, status }: Pick<Facts, 'name' | 'status'>): InstancesErrorCode {
  const known = codeOf.get(name);
  // Checks are asked of what is there: EC2 knows it, and its status pages not yet.
  if (known === 'not-found' && action === 'DescribeInstanceStatus') return 'too-new';
  if (known !== undefined) return known;
  return status !== undefined && status >= 400 && status < 500 ? 'invalid-parameter' : 'unavailable';
}

/** The longest text of theirs that is worth a line of ours. */
const quotedLength = 240;

/** Any error of the SDK, of the network or of AWS in the words of the port. Never quotes what may hold a secret. */
export function toInstancesError(action: string, error: unknown): InstancesError {
  if (error instanceof InstancesError) return error;
  const { name, status, text } = facts(error);
  const code = instancesErrorCode(action, { name, status });
  // Messages about credentials may quote keys, signed requests or encoded policies: the code says enough.
  const quoted = code === 'authentication' ? '' : `: ${text.slice(0, quotedLength)}`;
  return new InstancesError(code, `${action}: ${name}${quoted}`, { cause: error });
}

interface Facts {
  readonly name: string;
  readonly status: number | undefined;
  readonly text: string;
}

function facts(error: unknown): Facts {
  if (!(error instanceof Error)) return { name: 'UnknownError', status: undefined, text: '' };
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  const hasStatus = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata;
  const status = hasStatus && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
  return { name: error.name, status, text: error.message };
}

export function seenInstance(instance: Instance, region: string): SeenInstance {
  return {
    id: instanceId(required('InstanceId', instance.InstanceId)),
    region,
    state: required(
      'State',
      instanceStates.find((state) => state === instance.State?.Name),
    ),
    // EC2 sends an empty token for instances that were launched without one.
    token: instance.ClientToken || undefined,
    instanceType: required('InstanceType', instance.InstanceType),
    imageId: required('ImageId', instance.ImageId),
    availabilityZone: instance.Placement?.AvailabilityZone,
    launchedAt: instant(required('LaunchTime', instance.LaunchTime).getTime()),
    publicIp: instance.PublicIpAddress,
    privateIp: instance.PrivateIpAddress,
    tags: tagRecord(instance.Tags),
    stateReason: instance.StateReason?.Code,
    rootVolumeId: rootVolumeId(instance),
    detailedMonitoring: instance.Monitoring?.State === 'enabled' || instance.Monitoring?.State === 'pending',
  };
}

export function rootVolumeId({ RootDeviceName, BlockDeviceMappings = [] }: Instance): string | undefined {
  return BlockDeviceMappings.find(({ DeviceName }) => DeviceName === RootDeviceName)?.Ebs?.VolumeId;
}

export function tagRecord(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] = [],
): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

export function instanceChecks(status: InstanceStatus): InstanceChecks {
  return {
    id: instanceId(required('InstanceId', status.InstanceId)),
    system: checkStatus(status.SystemStatus?.Status),
    instance: checkStatus(status.InstanceStatus?.Status),
    ...plannedEvents(status.Events),
  };
}

/** EC2 goes on showing what is over for a week, and marks it so in its words. */
function plannedEvents(events: readonly InstanceStatusEvent[] = []): Pick<InstanceChecks, 'events'> {
  const planned = events.filter(({ Description = '' }) => !/^\[(?:Completed|Canceled)\]/.test(Description));
  return planned.length === 0 ? {} : { events: planned.map(scheduledEvent) };
}

function scheduledEvent({ Code, Description = '', NotBefore }: InstanceStatusEvent): ScheduledEvent {
  return { code: Code ?? 'unknown', description: Description, notBefore: NotBefore && instant(NotBefore.getTime()) };
}

function checkStatus(text: string | undefined): CheckStatus {
  return checkStatuses.find((status) => status === text) ?? 'insufficient-data';
}

/** EC2 answers images in no particular order. */
export function newestImage(images: readonly Image[]): Image | undefined {
  return images
    .filter(({ ImageId, State }) => ImageId !== undefined && State === 'available')
    .toSorted((a, b) => (b.CreationDate ?? '').localeCompare(a.CreationDate ?? ''))[0];
}

/** Each once, the newest first; those without an id or a name are nothing to go by. */
export function seenImages(images: readonly Image[]): readonly SeenImage[] {
  const byId = new Map<string, SeenImage>();
  for (const { ImageId: id, Name: name, Description: description, CreationDate, OwnerId: owner = '' } of images) {
    const createdAt = fromIso(CreationDate ?? '');
    if (id !== undefined && name !== undefined && !Number.isNaN(createdAt)) {
      byId.set(id, { id, name, createdAt, owner, ...(description && { description }) });
    }
  }
  return [...byId.values()].toSorted((a, b) => b.createdAt - a.createdAt);
}

export function required<Value>(field: string, value: Value | undefined): Value {
  if (value !== undefined) return value;
  throw new InstancesError('unavailable', `EC2 described something without a usable ${field}`);
}
