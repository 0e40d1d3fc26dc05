import { type Blobs, blobKey } from '@lcm/core/ports/blobs';
import { Vault } from '../auth/vault.ts';

const purpose = 'licence tokens';

/** Tokens of licences, sealed where they lie; whoever reads the store without the key has nothing. */
export class LicenseTokens {
  readonly #blobs: Blobs;
  readonly #vaults: readonly [Vault, ...Vault[]];

  /** The first key seals; the others still open what was sealed before keys were turned. */
  constructor(blobs: Blobs, [newest, ...older]: readonly [string, ...string[]]) {
    this.#blobs = blobs;
    this.#vaults = [new Vault(newest, purpose), ...older.map((key) => new Vault(key, purpose))];
  }

  /** Answers with where it is kept. */
  async keep(token: string): Promise<string> {
    return this.#blobs.put(new TextEncoder().encode(this.#vaults[0].seal(token)));
  }

  /** `undefined` when it is not there, or none of our keys opens it. */
  async read(reference: string): Promise<string | undefined> {
    const sealed = await this.#blobs.get(blobKey(reference));
    if (sealed === undefined) return undefined;
    const text = new TextDecoder().decode(sealed);
    for (const vault of this.#vaults) {
      const token = vault.open(text);
      if (token !== undefined) return token;
    }
    return undefined;
  }
}
