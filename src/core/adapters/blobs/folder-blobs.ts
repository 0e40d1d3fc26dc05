import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type BlobKey, type Blobs, BlobsError } from '../../ports/blobs/index.ts';
import { keyOf } from './memory-blobs.ts';

/** Content by its SHA-256 in the files of a folder: `ab/cdef...`. */
export class FolderBlobs implements Blobs {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(content: Uint8Array): Promise<BlobKey> {
    const key = keyOf(content);
    const path = this.#pathOf(key);
    if (!(await this.#isStored(path, content.length))) await write(path, content);
    return key;
  }

  async get(key: BlobKey): Promise<Uint8Array | undefined> {
    const content = await readFile(this.#pathOf(key)).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw new BlobsError(`cannot read ${key}`, { cause: error });
    });
    if (content !== undefined && keyOf(content) !== key) throw new BlobsError(`${key} is damaged`);
    return content;
  }

  /** A file that lost its end to a full disk is written anew. */
  async #isStored(path: string, length: number): Promise<boolean> {
    return stat(path).then(
      ({ size }) => size === length,
      () => false,
    );
  }

  #pathOf(key: BlobKey): string {
    return join(this.#folder, key.slice(0, 2), key.slice(2));
  }
}

/** Readers see the whole file or none; it survives a power cut once this has resolved. */
async function write(path: string, content: Uint8Array): Promise<void> {
  const folder = dirname(path);
  try {
    await mkdir(folder, { recursive: true });
    const draft = `${path}.${randomUUID()}.draft`;
    await using file = await open(draft, 'wx');
    await file.writeFile(content);
    await file.sync();
    await rename(draft, path);
    await using entry = await open(folder, 'r');
    await entry.sync();
  } catch (error) {
    throw new BlobsError(`cannot write ${path}`, { cause: error });
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
