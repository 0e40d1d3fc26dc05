import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { blobsContract } from '../../ports/blobs/contract.ts';
import { FolderBlobs } from './folder-blobs.ts';
import { MemoryBlobs } from './memory-blobs.ts';

async function aFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'blobs-'));
}

blobsContract('memory', async () => ({ blobs: new MemoryBlobs() }));
blobsContract('folder', async () => {
  const folder = await aFolder();
  return { blobs: new FolderBlobs(folder), close: async () => rm(folder, { recursive: true }) };
});

test('content that was changed under its key is not handed out', async () => {
  const folder = await aFolder();
  onTestFinished(async () => rm(folder, { recursive: true }));
  const blobs = new FolderBlobs(folder);
  const key = await blobs.put(new TextEncoder().encode('hostname R1'));
  await writeFile(join(folder, key.slice(0, 2), key.slice(2)), 'hostname R2');
  await expect(blobs.get(key)).rejects.toMatchObject({ name: 'BlobsError', code: 'damaged' });
});
