import { type Blobs, blobKey } from '@lcm/core/ports/blobs';
import { Vault } from '../auth/vault.ts';

/** Short texts that are nobody's to read, sealed where they lie; whoever reads the store without the key has nothing. */
export class SealedTexts {
  readonly #blobs: Blobs;
  readonly #vaults: readonly [Vault, ...Vault[]];

  /**
   * The first key seals; the others still open what was sealed before keys were turned.
   * @param purpose what is sealed for one is not opened for another
   */
  constructor(blobs: Blobs, [newest, ...older]: readonly [string, ...string[]], purpose: string) {
    this.#blobs = blobs;
    this.#vaults = [new Vault(newest, purpose), ...older.map((key) => new Vault(key, purpose))];
  }

  /** Answers with where it is kept. */
  async keep(text: string): Promise<string> {
    return this.#blobs.put(new TextEncoder().encode(this.#vaults[0].seal(text)));
  }

  /** `undefined` when it is not there, or none of our keys opens it. */
  async read(reference: string): Promise<string | undefined> {
    const stored = await this.#blobs.get(blobKey(reference));
    if (stored === undefined) return undefined;
    const sealed = new TextDecoder().decode(stored);
    for (const vault of this.#vaults) {
      const text = vault.open(sealed);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  async forget(reference: string): Promise<void> {
    await this.#blobs.delete(blobKey(reference));
  }
}
