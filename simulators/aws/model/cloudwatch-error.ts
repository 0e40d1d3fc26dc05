import { type Ec2Code, Ec2Error } from './ec2-error.ts';

/**
 * What CloudWatch refuses with: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html
 * The first name is the one in answers, the second the older one of the Query protocol that clients still show.
 */
const refusals = {
  AccessDenied: { shape: 'AccessDeniedException', status: 400 },
  InternalFailure: { shape: 'InternalServiceFault', status: 500 },
  InvalidAction: { shape: 'UnknownOperationException', status: 400 },
  InvalidClientTokenId: { shape: 'UnrecognizedClientException', status: 403 },
  InvalidNextToken: { shape: 'InvalidNextToken', status: 400 },
  InvalidParameterCombination: { shape: 'InvalidParameterCombinationException', status: 400 },
  InvalidParameterValue: { shape: 'InvalidParameterValueException', status: 400 },
  MissingParameter: { shape: 'MissingRequiredParameterException', status: 400 },
  ServiceUnavailable: { shape: 'ServiceUnavailableException', status: 503 },
  Throttling: { shape: 'ThrottlingException', status: 400 },
  ValidationError: { shape: 'ValidationException', status: 400 },
} as const;

export type CloudWatchCode = keyof typeof refusals;

export class CloudWatchError extends Error {
  override readonly name = 'CloudWatchError';
  readonly code: CloudWatchCode;
  readonly shape: string;
  readonly status: number;

  constructor(code: CloudWatchCode, message: string) {
    super(message);
    this.code = code;
    this.shape = refusals[code].shape;
    this.status = refusals[code].status;
  }
}

/** Faults are planned in EC2's words, for both services. */
const codeOf: Partial<Record<Ec2Code, CloudWatchCode>> = {
  AuthFailure: 'InvalidClientTokenId',
  UnauthorizedOperation: 'AccessDenied',
  RequestLimitExceeded: 'Throttling',
  Unavailable: 'ServiceUnavailable',
};

export function asCloudWatchError(error: unknown): CloudWatchError {
  if (error instanceof CloudWatchError) return error;
  // A simulator need not hide its own mistakes.
  if (!(error instanceof Ec2Error)) return new CloudWatchError('InternalFailure', String(error));
  const code = codeOf[error.code] ?? 'InternalFailure';
  return new CloudWatchError(code, code === 'Throttling' ? 'Rate exceeded' : error.message);
}
