import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
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
      if (codeOf(error) === 'ENOENT') return undefined;
      throw trouble(`cannot read ${key}`, error);
    });
    if (content !== undefined && keyOf(content) !== key) throw new BlobsError('damaged', `${key} is damaged`);
    return content;
  }

  async delete(key: BlobKey): Promise<void> {
    try {
      await rm(this.#pathOf(key), { force: true });
    } catch (error) {
      throw trouble(`cannot delete ${key}`, error);
    }
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
    throw trouble(`cannot write ${path}`, error);
  }
}

function trouble(message: string, cause: unknown): BlobsError {
  const isDenied = ['EACCES', 'EPERM', 'EROFS'].includes(codeOf(cause) ?? '');
  return new BlobsError(isDenied ? 'denied' : 'unreachable', message, { cause });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
