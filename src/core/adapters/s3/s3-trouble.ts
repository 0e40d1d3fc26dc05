export type S3TroubleCode = 'denied' | 'no-bucket' | 'slow' | 'unreachable';

/** What a bucket did instead of answering. */
export class S3Trouble extends Error {
  override readonly name = 'S3Trouble';
  readonly code: S3TroubleCode;

  constructor(code: S3TroubleCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, and what the SDK says by itself. */
const codeOf: ReadonlyMap<string, S3TroubleCode> = new Map([
  ...all('no-bucket', ['NoSuchBucket']),
  ...all('denied', [
    'AccessDenied',
    'AccountProblem',
    'AllAccessDisabled',
    'AuthorizationHeaderMalformed',
    'CredentialsProviderError',
    'ExpiredToken',
    'InvalidAccessKeyId',
    'InvalidToken',
    'RequestTimeTooSkewed',
    'SignatureDoesNotMatch',
  ]),
  // A time-out too: it may be a large file on a thin line.
  ...all('slow', ['AbortError', 'RequestTimeout', 'SlowDown', 'ThrottlingException', 'TimeoutError']),
]);

function all(code: S3TroubleCode, names: readonly string[]): readonly (readonly [string, S3TroubleCode])[] {
  return names.map((name) => [name, code] as const);
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && ['NoSuchKey', 'NotFound'].includes(error.name);
}

export function toS3Trouble(action: string, error: unknown): S3Trouble {
  if (error instanceof S3Trouble) return error;
  if (!(error instanceof Error)) return new S3Trouble('unreachable', `${action}: ${String(error)}`);
  const code = isCut(error) ? 'unreachable' : (codeOf.get(error.name) ?? ofStatus(statusOf(error)));
  return new S3Trouble(code, `${action}: ${wordsOf(error)}`, { cause: error });
}

/** The SDK calls a line that was cut a time-out as well. */
function isCut(error: Error): boolean {
  return 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

function wordsOf({ name, message }: Error): string {
  return message === '' || message === name ? name : `${name}: ${message}`;
}

function statusOf(error: Error): number | undefined {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null) return undefined;
  const { $metadata: metadata } = error;
  return 'httpStatusCode' in metadata && typeof metadata.httpStatusCode === 'number'
    ? metadata.httpStatusCode
    : undefined;
}

/** Answers to HEAD have no body, so that their status is all there is. */
function ofStatus(status: number | undefined): S3TroubleCode {
  if (status === undefined) return 'unreachable';
  if (status === 429 || status >= 500) return 'slow';
  return status === 401 || status === 403 ? 'denied' : 'unreachable';
}
