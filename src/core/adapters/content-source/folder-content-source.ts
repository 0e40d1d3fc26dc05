import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContentFolder, type ContentSource, ContentSourceError } from '../../ports/content-source/index.ts';
import { contentFolder, manifest, mostBytes } from './content-files.ts';

/** Content packages as the folders of a folder: each that has a `package.yaml` is one. */
export class FolderContentSource implements ContentSource {
  readonly place: string;
  /** As they were found last: what has not changed stays the same thing, and need not be read again by whoever asks. */
  #known: ReadonlyMap<string, ContentFolder> = new Map();

  constructor(folder: string) {
    this.place = folder;
  }

  async list(): Promise<readonly ContentFolder[]> {
    try {
      const entries = await readdir(this.place, { withFileTypes: true });
      const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
      const folders = await Promise.all(names.toSorted().map((name) => readFolder(this.place, name)));
      const packages = folders.filter(({ files }) => files.has(manifest)).map((folder) => this.#asKnown(folder));
      this.#known = new Map(packages.map((folder) => [folder.name, folder]));
      return packages;
    } catch (error) {
      throw new ContentSourceError(`cannot read the content in ${this.place}`, { cause: error });
    }
  }

  #asKnown(folder: ContentFolder): ContentFolder {
    const known = this.#known.get(folder.name);
    return known?.hash === folder.hash ? known : folder;
  }
}

async function readFolder(parent: string, name: string): Promise<ContentFolder> {
  const folder = join(parent, name);
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  const texts = names.map(async (file) => [file, await readText(join(folder, file))] as const);
  const files = await Promise.all(texts);
  return contentFolder(name, files);
}

async function readText(path: string): Promise<string> {
  await using file = await open(path, 'r');
  const size = Math.min((await file.stat()).size, mostBytes);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
  return buffer.toString('utf8', 0, bytesRead);
}
