import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** Seals what is written down and signs what is handed out, with keys of one secret. */
export class Vault {
  readonly #sealing: Buffer;
  readonly #signing: Buffer;

  /** What is sealed for one purpose is not opened for another, though the secret is the same. */
  constructor(secret: string, purpose = '') {
    const keyFor = (what: string): Buffer =>
      Buffer.from(hkdfSync('sha256', secret, '', `lcm ${what} ${purpose}`.trim(), 32));
    this.#sealing = keyFor('seal');
    this.#signing = keyFor('sign');
  }

  seal(text: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#sealing, nonce);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** `undefined` when it was not sealed with this secret, or changed since. */
  open(sealed: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64url');
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#sealing, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }

  sign(text: string): string {
    return createHmac('sha256', this.#signing).update(text).digest('base64url');
  }

  isSigned(text: string, signature: string): boolean {
    const expected = Buffer.from(this.sign(text));
    const given = Buffer.from(signature);
    return expected.length === given.length && timingSafeEqual(expected, given);
  }
}

/** What stands for an id where the id itself would let somebody in. */
export function fingerprint(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
