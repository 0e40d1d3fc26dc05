import type { Blobs } from '@lcm/core/ports/blobs';
import { SealedTexts } from './sealed-texts.ts';

/** Tokens of licences. */
export class LicenseTokens extends SealedTexts {
  constructor(blobs: Blobs, keys: readonly [string, ...string[]]) {
    super(blobs, keys, 'licence tokens');
  }
}
