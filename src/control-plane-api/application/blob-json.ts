import type { BlobKey, Blobs } from '@lcm/core/ports/blobs';

/** A stored document; undefined when the store does not have it (any more). */
export async function readJson(blobs: Blobs, key: string): Promise<unknown> {
  const text = await readText(blobs, key);
  return text === undefined ? undefined : JSON.parse(text);
}

export async function readText(blobs: Blobs, key: string): Promise<string | undefined> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- state holds only keys that the store gave out
  const content = await blobs.get(key as BlobKey);
  // A mark at the start is part of what somebody handed in.
  return content && new TextDecoder('utf-8', { ignoreBOM: true }).decode(content);
}
