import { afterEach, describe, expect, test } from 'vitest';
import { type Blobs, blobKey } from './index.ts';

/** A store with nothing in it yet. */
export interface BlobsHarness {
  readonly blobs: Blobs;
  readonly close?: () => Promise<void>;
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

const emptyKey = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** What every `Blobs` adapter promises; each adapter's test file calls this once. */
export function blobsContract(name: string, openOne: () => Promise<BlobsHarness>): void {
  describe(`Blobs: ${name}`, () => {
    const opened: BlobsHarness[] = [];
    afterEach(async () => {
      await Promise.all(opened.splice(0).map(async ({ close }) => close?.()));
    });
    const open = async (): Promise<Blobs> => {
      const harness = await openOne();
      opened.push(harness);
      return harness.blobs;
    };

    test('what was put comes back by its key', async () => {
      const blobs = await open();
      const key = await blobs.put(bytes('hostname R1'));
      expect(new TextDecoder().decode(await blobs.get(key))).toBe('hostname R1');
    });

    test('what is no text comes back byte for byte', async () => {
      const blobs = await open();
      const content = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7) % 256);
      expect(Buffer.compare((await blobs.get(await blobs.put(content))) ?? bytes(''), content)).toBe(0);
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

    test('what was deleted is gone, may be deleted again, and put again', async () => {
      const blobs = await open();
      const [key, other] = [await blobs.put(bytes('hostname R1')), await blobs.put(bytes('hostname R2'))];
      await blobs.delete(key);
      await blobs.delete(key);
      expect(await blobs.get(key)).toBeUndefined();
      expect(await blobs.get(other)).toBeDefined();
      expect(await blobs.put(bytes('hostname R1'))).toBe(key);
      expect(await blobs.get(key)).toBeDefined();
    });
  });
}
