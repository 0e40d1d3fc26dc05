import { createHash } from 'node:crypto';
import type { ContentFolder } from '../../ports/content-source/index.ts';

/** What makes a folder a package. */
export const manifest = 'package.yaml';

/** More than any reader of a package takes: what is read of a larger file is refused by its length, not kept in memory. */
export const mostBytes = 16 * 1024 * 1024;

export function contentFolder(name: string, files: readonly (readonly [string, string])[]): ContentFolder {
  const sorted = files.toSorted(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
  return { name, hash, files: new Map(sorted) };
}
