import { type BlobKey, type Blobs, BlobsError } from '../../ports/blobs/index.ts';
import { S3Bucket, type S3BucketOptions } from '../s3/s3-bucket.ts';
import { S3Trouble } from '../s3/s3-trouble.ts';
import { keyOf } from './memory-blobs.ts';

/** Content by its SHA-256 in a bucket: `<prefix>ab/cdef...`, as in a folder. */
export class S3Blobs implements Blobs {
  readonly #bucket: S3Bucket;

  constructor(options: S3BucketOptions) {
    this.#bucket = new S3Bucket(options);
  }

  async put(content: Uint8Array): Promise<BlobKey> {
    const key = keyOf(content);
    await inWordsOfThePort(async () => {
      const stored = await this.#bucket.size(pathOf(key));
      if (stored !== content.length) await this.#bucket.put(pathOf(key), content, key);
    });
    return key;
  }

  async get(key: BlobKey): Promise<Uint8Array | undefined> {
    const content = await inWordsOfThePort(async () => this.#bucket.get(pathOf(key)));
    if (content !== undefined && keyOf(content) !== key) {
      throw new BlobsError('damaged', `${key} in ${this.#bucket.name} is damaged`);
    }
    return content;
  }

  async delete(key: BlobKey): Promise<void> {
    await inWordsOfThePort(async () => this.#bucket.delete(pathOf(key)));
  }

  /** Lets go of all connections. */
  close(): void {
    this.#bucket.close();
  }
}

function pathOf(key: BlobKey): string {
  return `${key.slice(0, 2)}/${key.slice(2)}`;
}

async function inWordsOfThePort<Answer>(run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof S3Trouble) throw new BlobsError(error.code, error.message, { cause: error });
    throw error;
  }
}
