import { MemoryBlobs } from '@lcm/core/adapters/blobs/memory-blobs';
import { blobKey } from '@lcm/core/ports/blobs';
import { expect, test } from 'vitest';
import { Vault } from '../auth/vault.ts';
import { LicenseTokens } from './license-tokens.ts';

const token = 'NmQyYjE1-a-token';
const [first, second] = ['the first key, 32 characters long', 'the second key, also 32 or longer'];

test('a token lies sealed and comes back whole', async () => {
  const blobs = new MemoryBlobs();
  const tokens = new LicenseTokens(blobs, [first]);
  const reference = await tokens.keep(token);
  const stored = new TextDecoder().decode(await blobs.get(blobKey(reference)));
  expect(stored).not.toContain(token);
  expect(await tokens.read(reference)).toBe(token);
});

test('the same token kept twice does not show that it is the same', async () => {
  const tokens = new LicenseTokens(new MemoryBlobs(), [first]);
  expect(await tokens.keep(token)).not.toBe(await tokens.keep(token));
});

test('after the keys are turned the older one still opens, until it is taken away', async () => {
  const blobs = new MemoryBlobs();
  const before = await new LicenseTokens(blobs, [first]).keep(token);
  const turned = new LicenseTokens(blobs, [second, first]);
  expect(await turned.read(before)).toBe(token);
  const fresh = await turned.keep(token);
  const without = new LicenseTokens(blobs, [second]);
  expect(await without.read(fresh)).toBe(token);
  expect(await without.read(before)).toBeUndefined();
});

test('what was sealed for another purpose with the same secret is not opened', async () => {
  const blobs = new MemoryBlobs();
  const reference = await blobs.put(new TextEncoder().encode(new Vault(first).seal(token)));
  expect(await new LicenseTokens(blobs, [first]).read(reference)).toBeUndefined();
});
