import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContentFolder, type ContentSource, ContentSourceError } from '../../ports/content-source/index.ts';
import { contentFolder, manifest, mostBytes } from './content-files.ts';

/** Content packages as the folders of a folder: each that has a `package.yaml` is one. */
export class FolderContentSource implements ContentSource {
  readonly place: string;

  constructor(folder: string) {
    this.place = folder;
  }

  async list(): Promise<readonly ContentFolder[]> {
    try {
      const entries = await readdir(this.place, { withFileTypes: true });
      const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
      const folders = await Promise.all(names.toSorted().map((name) => readFolder(this.place, name)));
      return folders.filter(({ files }) => files.has(manifest));
    } catch (error) {
      throw new ContentSourceError(`cannot read the content in ${this.place}`, { cause: error });
    }
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
