import { type ContentFolder, type ContentSource, ContentSourceError } from '../../ports/content-source/index.ts';
import { S3Bucket, type S3BucketOptions, type S3Object } from '../s3/s3-bucket.ts';
import { S3Trouble } from '../s3/s3-trouble.ts';
import { contentFolder, manifest, mostBytes } from './content-files.ts';

interface Read {
  readonly etag: string;
  readonly text: string;
}

/** How many files are read at a time. */
const atOnce = 8;

/** Content packages as the folders of a bucket: `<prefix><package>/<file>`. What has not changed is not read again. */
export class S3ContentSource implements ContentSource {
  readonly #bucket: S3Bucket;
  #read: ReadonlyMap<string, Read> = new Map();
  /** As in a folder: what has not changed stays the same thing. */
  #known: ReadonlyMap<string, ContentFolder> = new Map();

  constructor(options: S3BucketOptions) {
    this.#bucket = new S3Bucket(options);
  }

  get place(): string {
    return this.#bucket.name;
  }

  async list(): Promise<readonly ContentFolder[]> {
    try {
      const folders = foldersOf(await this.#bucket.list());
      this.#read = await this.#texts([...folders.values()].flat());
      const packages = [...folders].map(([name, files]) => this.#folderOf(name, files));
      this.#known = new Map(packages.map((folder) => [folder.name, folder]));
      return packages;
    } catch (error) {
      if (!(error instanceof S3Trouble)) throw error;
      throw new ContentSourceError(error.message, { cause: error });
    }
  }

  /** Lets go of all connections. */
  close(): void {
    this.#bucket.close();
  }

  #folderOf(name: string, objects: readonly S3Object[]): ContentFolder {
    const files = objects.flatMap(({ key }) => {
      const text = this.#read.get(key)?.text;
      return text === undefined ? [] : [[key.slice(name.length + 1), text] as const];
    });
    const folder = contentFolder(name, files);
    const known = this.#known.get(name);
    return known?.hash === folder.hash ? known : folder;
  }

  async #texts(files: readonly S3Object[]): Promise<ReadonlyMap<string, Read>> {
    const read = new Map<string, Read>();
    const waiting = [...files];
    const worker = async (): Promise<void> => {
      for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
        // oxlint-disable-next-line no-await-in-loop -- so many workers, so many at a time
        const text = await this.#text(file);
        if (text !== undefined) read.set(file.key, { etag: file.etag, text });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return read;
  }

  /** `undefined` when it was deleted since it was listed. */
  async #text({ key, etag }: S3Object): Promise<string | undefined> {
    const known = this.#read.get(key);
    if (known?.etag === etag) return known.text;
    const content = await this.#bucket.get(key, mostBytes);
    return content && new TextDecoder().decode(content);
  }
}

/** Files right in a folder that has a manifest, by the folder's name. */
function foldersOf(objects: readonly S3Object[]): ReadonlyMap<string, readonly S3Object[]> {
  const inFolders = objects.filter(({ key }) => /^[^/]+\/[^/]+$/.test(key));
  const byName = Map.groupBy(inFolders, ({ key }) => key.slice(0, key.indexOf('/')));
  return new Map([...byName].filter(([name, files]) => files.some(({ key }) => key === `${name}/${manifest}`)));
}
