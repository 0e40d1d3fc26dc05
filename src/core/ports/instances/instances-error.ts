/** What went wrong, as somebody who must act on it needs to know it. */
export type InstancesErrorCode =
  | 'invalid-parameter'
  | 'quota-exceeded'
  | 'authentication'
  | 'insufficient-capacity'
  | 'not-found'
  | 'wrong-state'
  | 'tag-limit'
  | 'throttled'
  | 'token-used'
  | 'too-new'
  | 'unavailable';

export class InstancesError extends Error {
  override readonly name = 'InstancesError';
  readonly code: InstancesErrorCode;

  constructor(code: InstancesErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What somebody does about an error. */
export interface ErrorGuide {
  /** The name that programs of the older system know it by. */
  readonly exception: string;
  /** What to do, as the end of a sentence that began with what EC2 said. */
  readonly advice: string;
  /** Of a launch: EC2 has refused it, and would refuse it again at once. After the others it may have happened. */
  readonly endsLaunch: boolean;
}

export const errorGuides = {
  'invalid-parameter': {
    exception: 'EC2InvalidParameterException',
    advice: 'correct the template (image, instance type, zone, security groups): trying again changes nothing',
    endsLaunch: true,
  },
  'quota-exceeded': {
    exception: 'EC2QuotaExceededException',
    advice: 'ask AWS for a higher limit in Service Quotas, or end what is not needed in this region',
    endsLaunch: true,
  },
  authentication: {
    exception: 'EC2AuthenticationException',
    advice: 'renew the AWS credentials, or give their role the missing permission',
    endsLaunch: true,
  },
  'insufficient-capacity': {
    exception: 'EC2InstanceCreationException',
    advice: 'add zones or instance types to the template, or wait: AWS has none left there for now',
    endsLaunch: true,
  },
  'not-found': {
    exception: 'EC2InstanceNotFoundException',
    advice: 'it is gone: refresh the list, and look who ended it in CloudTrail',
    endsLaunch: true,
  },
  'wrong-state': {
    exception: 'EC2InstanceOperationException',
    advice: 'wait until its present change is over, then ask again',
    endsLaunch: false,
  },
  'tag-limit': {
    exception: 'EC2TagOperationException',
    advice: 'remove tags: AWS allows 50 on each resource',
    endsLaunch: true,
  },
  throttled: {
    exception: 'EC2QuotaExceededException',
    advice: 'wait a moment: AWS slows down whoever asks too often, and it passes by itself',
    endsLaunch: false,
  },
  'token-used': {
    exception: 'EC2InstanceCreationException',
    advice: 'nothing to do: this launch is given up, and the next one has a token of its own',
    endsLaunch: true,
  },
  'too-new': {
    exception: 'EC2StatusCheckException',
    advice: 'ask again in two or three minutes: the checks of a new instance take that long to appear',
    endsLaunch: false,
  },
  unavailable: {
    exception: 'EC2Exception',
    advice: 'wait: AWS or the way there does not answer, and it is tried again by itself',
    endsLaunch: false,
  },
} as const satisfies Record<InstancesErrorCode, ErrorGuide>;
