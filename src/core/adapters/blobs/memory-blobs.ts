import { createHash } from 'node:crypto';
import { type BlobKey, type Blobs, blobKey } from '../../ports/blobs/index.ts';

/** Content by its SHA-256, gone with the process. */
export class MemoryBlobs implements Blobs {
  readonly #contents = new Map<BlobKey, Uint8Array>();

  async put(content: Uint8Array): Promise<BlobKey> {
    const key = keyOf(content);
    this.#contents.set(key, content.slice());
    return key;
  }

  async get(key: BlobKey): Promise<Uint8Array | undefined> {
    return this.#contents.get(key)?.slice();
  }

  async delete(key: BlobKey): Promise<void> {
    this.#contents.delete(key);
  }
}

export function keyOf(content: Uint8Array): BlobKey {
  return blobKey(createHash('sha256').update(content).digest('hex'));
}
