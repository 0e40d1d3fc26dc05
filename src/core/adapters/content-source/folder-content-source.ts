import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../kernel/index.ts';
import { type ContentFolder, type ContentSource, ContentSourceError } from '../../ports/content-source/index.ts';

const manifest = 'package.yaml';
/** More than any reader of a package takes: what is read of a larger file is refused by its length, not kept in memory. */
const mostBytes = 16 * 1024 * 1024;

/** Content packages as the folders of a folder: each that has a `package.yaml` is one. */
export class FolderContentSource implements ContentSource {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async list(): Promise<readonly ContentFolder[]> {
    try {
      const entries = await readdir(this.#folder, { withFileTypes: true });
      const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
      const folders = await Promise.all(names.toSorted().map((name) => readFolder(this.#folder, name)));
      return folders.filter(({ files }) => files.has(manifest));
    } catch (error) {
      throw new ContentSourceError(`cannot read the content in ${this.#folder}`, { cause: error });
    }
  }
}

async function readFolder(parent: string, name: string): Promise<ContentFolder> {
  const folder = join(parent, name);
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  const texts = names.toSorted().map(async (file) => [file, await readText(join(folder, file))] as const);
  const files = await Promise.all(texts);
  return { name, hash: sha256(JSON.stringify(files)), files: new Map(files) };
}

async function readText(path: string): Promise<string> {
  await using file = await open(path, 'r');
  const size = Math.min((await file.stat()).size, mostBytes);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
  return buffer.toString('utf8', 0, bytesRead);
}
