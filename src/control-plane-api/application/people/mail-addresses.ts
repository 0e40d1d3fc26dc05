import type { Blobs } from '@lcm/core/ports/blobs';
import { SealedTexts } from '../sealed-texts.ts';

/** Where people's mail goes. Commits are kept for ever and addresses must not be: an event only says where one lies. */
export class MailAddresses extends SealedTexts {
  constructor(blobs: Blobs, keys: readonly [string, ...string[]]) {
    super(blobs, keys, 'mail addresses');
  }
}
