/**
 * What EC2 refuses with: its code, its HTTP status, and our words for it.
 * Codes and statuses: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export const ec2Refusals = {
  AuthFailure: { status: 401, message: 'The credentials could not be validated.' },
  ConcurrentSnapshotLimitExceeded: { status: 400, message: 'Too many snapshots of this volume are pending.' },
  DryRunOperation: { status: 412, message: 'The request would have succeeded, but DryRun was set.' },
  IdempotentInstanceTerminated: { status: 400, message: 'The instance of this client token is terminated.' },
  IdempotentParameterMismatch: { status: 400, message: 'The client token was used with other parameters.' },
  IncorrectInstanceState: { status: 400, message: 'The instance is not in a state that allows this.' },
  IncorrectState: { status: 400, message: 'The resource is not in a state that allows this.' },
  InstanceLimitExceeded: { status: 400, message: 'No more instances of this type are allowed.' },
  InsufficientInstanceCapacity: { status: 500, message: 'There is not enough capacity for this instance type.' },
  InternalError: { status: 500, message: 'An internal error has occurred.' },
  InvalidAction: { status: 400, message: 'The action is not valid for this web service.' },
  'InvalidAMIID.Malformed': { status: 400, message: 'The image id is malformed.' },
  'InvalidAMIID.NotFound': { status: 400, message: 'The image id does not exist.' },
  'InvalidAMIID.Unavailable': { status: 400, message: 'The image is no longer available.' },
  'InvalidAMIName.Duplicate': { status: 400, message: 'The name is in use by another image.' },
  InvalidBlockDeviceMapping: { status: 400, message: 'The volume is smaller than the image needs.' },
  InvalidID: { status: 400, message: 'The resource id is not valid.' },
  'InvalidInstanceID.Malformed': { status: 400, message: 'The instance id is malformed.' },
  'InvalidInstanceID.NotFound': { status: 400, message: 'The instance id does not exist.' },
  InvalidInstanceType: { status: 400, message: 'The instance type does not exist.' },
  InvalidNextToken: { status: 400, message: 'The page token is not valid.' },
  InvalidParameterCombination: { status: 400, message: 'The parameters cannot be used together.' },
  InvalidParameterValue: { status: 400, message: 'A parameter has a value that is not valid.' },
  'InvalidSnapshot.InUse': { status: 400, message: 'The snapshot is in use by an image.' },
  'InvalidSnapshot.NotFound': { status: 400, message: 'The snapshot does not exist.' },
  'InvalidSnapshotID.Malformed': { status: 400, message: 'The snapshot id is malformed.' },
  'InvalidSubnetID.NotFound': { status: 400, message: 'The subnet id does not exist.' },
  'InvalidVolume.NotFound': { status: 400, message: 'The volume does not exist.' },
  'InvalidVolumeID.Malformed': { status: 400, message: 'The volume id is malformed.' },
  MalformedQueryString: { status: 400, message: 'The request is no well-formed query.' },
  MissingParameter: { status: 400, message: 'A required parameter is missing.' },
  RequestExpired: { status: 400, message: 'The request has expired.' },
  RequestLimitExceeded: { status: 503, message: 'The request rate is too high.' },
  SnapshotCreationPerVolumeRateExceeded: { status: 400, message: 'Snapshots of a volume need 15 seconds in between.' },
  TagLimitExceeded: { status: 400, message: 'A resource carries at most 50 tags.' },
  UnauthorizedOperation: { status: 403, message: 'You are not authorised to do this.' },
  Unavailable: { status: 503, message: 'The service is overloaded.' },
  Unsupported: { status: 400, message: 'The instance type is not supported in this zone.' },
  VcpuLimitExceeded: { status: 400, message: 'The vCPU limit of the account is reached in this region.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type Ec2Code = keyof typeof ec2Refusals;

/** An answer of EC2 that is a refusal. Callers of the wire see it as an error document. */
export class Ec2Error extends Error {
  override readonly name = 'Ec2Error';
  readonly code: Ec2Code;
  readonly status: number;

  constructor(code: Ec2Code, message: string = ec2Refusals[code].message) {
    super(message);
    this.code = code;
    this.status = ec2Refusals[code].status;
  }
}

export function isEc2Code(text: string): text is Ec2Code {
  return Object.hasOwn(ec2Refusals, text);
}
