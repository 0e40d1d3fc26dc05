import { describe, expect, test } from 'vitest';
import { type Blobs, blobKey } from './index.ts';

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** What every `Blobs` adapter promises; each adapter's test file calls this once. */
export function blobsContract(name: string, open: () => Promise<Blobs>): void {
  const emptyKey = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

  describe(`Blobs: ${name}`, () => {
    test('what was put comes back by its key', async () => {
      const blobs = await open();
      const key = await blobs.put(bytes('hostname R1'));
      expect(new TextDecoder().decode(await blobs.get(key))).toBe('hostname R1');
    });

    test('the key is the SHA-256 of the content', async () => {
      expect(await (await open()).put(bytes(''))).toBe(emptyKey);
    });

    test('equal content has one key, also when put side by side', async () => {
      const blobs = await open();
      const keys = await Promise.all(['a', 'a', 'b'].map((text) => blobs.put(bytes(text))));
      expect(new Set(keys).size).toBe(2);
    });

    test('nothing is stored under a key nobody put', async () => {
      expect(await (await open()).get(blobKey('0'.repeat(64)))).toBeUndefined();
    });
  });
}
