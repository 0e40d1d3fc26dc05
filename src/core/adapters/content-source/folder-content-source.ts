import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../kernel/index.ts';
import { type ContentFolder, type ContentSource, ContentSourceError } from '../../ports/content-source/index.ts';

const manifest = 'package.yaml';

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
  const texts = names.toSorted().map(async (file) => [file, await readFile(join(folder, file), 'utf8')] as const);
  const files = await Promise.all(texts);
  return { name, hash: sha256(JSON.stringify(files)), files: new Map(files) };
}
