import type * as S3Sdk from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { isMissing, toS3Trouble } from './s3-trouble.ts';

type Sdk = typeof S3Sdk;

export interface S3BucketOptions {
  readonly bucket: string;
  /** Of all keys, such as `lcm/blobs/`; nothing when left out. */
  readonly prefix?: string | undefined;
  readonly region: string;
  /** Another place that speaks S3's protocol. */
  readonly endpoint?: string | undefined;
  /** The bucket is named in the path and not in the host name, as most stores other than Amazon's want it. */
  readonly pathStyle?: boolean | undefined;
  /** The SDK's own chain (environment, profile, role) when left out. */
  readonly credentials?:
    | { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
    | undefined;
  /** The longest that one call may take, with all its attempts. */
  readonly timeoutMs?: number | undefined;
  /** How often a call is tried that was told to slow down or found nobody; the SDK waits longer each time. */
  readonly attempts?: number | undefined;
}

export interface S3Object {
  /** Without the prefix. */
  readonly key: string;
  readonly size: number;
  /** Changes when the content does. */
  readonly etag: string;
}

const usualTimeoutMs = 30_000;
const usualAttempts = 3;

/** The part of a bucket below a prefix. Every method may throw `S3Trouble`. */
export class S3Bucket {
  readonly #options: S3BucketOptions;
  #client: S3Client | undefined;

  constructor(options: S3BucketOptions) {
    this.#options = options;
  }

  /** `s3://bucket/prefix`, for people. */
  get name(): string {
    return `s3://${this.#options.bucket}/${this.#options.prefix ?? ''}`;
  }

  async put(key: string, content: Uint8Array, sha256: string): Promise<void> {
    await this.#call(`put ${key}`, async ({ sdk, send }) => {
      const checksum = Buffer.from(sha256, 'hex').toString('base64');
      await send(new sdk.PutObjectCommand({ ...this.#at(key), Body: content, ChecksumSHA256: checksum }));
    });
  }

  /** The first so many bytes, or all; `undefined` when there is nothing. */
  async get(key: string, most?: number): Promise<Uint8Array | undefined> {
    const range = most === undefined ? {} : { Range: `bytes=0-${most - 1}` };
    return this.#call(`get ${key}`, async ({ sdk, send }) => {
      const { Body: body } = await send(new sdk.GetObjectCommand({ ...this.#at(key), ...range }));
      return body?.transformToByteArray();
    });
  }

  /** In bytes; `undefined` when there is nothing. */
  async size(key: string): Promise<number | undefined> {
    return this.#call(`look at ${key}`, async ({ sdk, send }) => {
      const { ContentLength: length } = await send(new sdk.HeadObjectCommand(this.#at(key)));
      return length;
    });
  }

  async delete(key: string): Promise<void> {
    await this.#call(`delete ${key}`, async ({ sdk, send }) => {
      await send(new sdk.DeleteObjectCommand(this.#at(key)));
    });
  }

  /** All of them, in the order of their keys. */
  async list(): Promise<readonly S3Object[]> {
    const { bucket, prefix = '' } = this.#options;
    const objects: S3Object[] = [];
    let token: string | undefined;
    do {
      const input = { Bucket: bucket, Prefix: prefix, ...(token !== undefined && { ContinuationToken: token }) };
      const list = async ({ sdk, send }: Call) => send(new sdk.ListObjectsV2Command(input));
      // oxlint-disable-next-line no-await-in-loop -- each page names the next
      const page = await this.#call('list', list);
      const found = page?.Contents ?? [];
      objects.push(
        ...found.map(({ Key = '', Size = 0, ETag = '' }) => ({
          key: Key.slice(prefix.length),
          size: Size,
          etag: ETag,
        })),
      );
      token = page?.NextContinuationToken;
    } while (token !== undefined);
    return objects;
  }

  /** Lets go of all connections. */
  close(): void {
    this.#client?.destroy();
    this.#client = undefined;
  }

  #at(key: string): { readonly Bucket: string; readonly Key: string } {
    const { bucket, prefix = '' } = this.#options;
    return { Bucket: bucket, Key: `${prefix}${key}` };
  }

  /** `undefined` when what it asks for is not there. */
  async #call<Answer>(what: string, run: (call: Call) => Promise<Answer>): Promise<Answer | undefined> {
    // Only whoever keeps things in a bucket pays for this import.
    const sdk = await import('@aws-sdk/client-s3');
    const client = (this.#client ??= this.#open(sdk));
    const abortSignal = AbortSignal.timeout(this.#options.timeoutMs ?? usualTimeoutMs);
    const send: Call['send'] = (command) => client.send(command, { abortSignal });
    try {
      return await run({ sdk, send });
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw toS3Trouble(`cannot ${what} in ${this.name}`, error);
    }
  }

  #open(sdk: Sdk): S3Client {
    const { region, endpoint, pathStyle, credentials, attempts = usualAttempts } = this.#options;
    return new sdk.S3Client({
      region,
      maxAttempts: attempts,
      forcePathStyle: pathStyle ?? false,
      // Our keys are checksums, and we check them. Other stores do not know all of Amazon's.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      ...(endpoint !== undefined && { endpoint }),
      ...(credentials && { credentials }),
    });
  }
}

interface Call {
  readonly sdk: Sdk;
  readonly send: S3Client['send'];
}
