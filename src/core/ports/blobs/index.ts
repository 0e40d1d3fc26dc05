import type { Brand } from '../../kernel/index.ts';

/** SHA-256 of the content, 64 hex digits: equal content has one key and cannot be changed under it. */
export type BlobKey = Brand<string, 'BlobKey'>;

/** @throws BlobsError when the text is no SHA-256 */
export function blobKey(text: string): BlobKey {
  if (!/^[0-9a-f]{64}$/.test(text)) throw new BlobsError('invalid', `not a blob's key: ${text}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place a BlobKey is minted
  return text as BlobKey;
}

/** Large immutable things that are no state: topologies, evidence. A folder or a bucket. */
export interface Blobs {
  /** Durable when it resolves. Putting the same content again is free. @throws BlobsError */
  put(content: Uint8Array): Promise<BlobKey>;
  /** `undefined` when nothing is stored there. @throws BlobsError when what is stored is not what the key says */
  get(key: BlobKey): Promise<Uint8Array | undefined>;
  /** Gone when it resolves; deleting what is not there is fine. @throws BlobsError */
  delete(key: BlobKey): Promise<void>;
}

/** `damaged`: what is stored is not what was put. `slow`: it answers, and wants to be asked again later. */
export type BlobsErrorCode = 'damaged' | 'denied' | 'invalid' | 'no-bucket' | 'slow' | 'unreachable';

export class BlobsError extends Error {
  override readonly name = 'BlobsError';
  readonly code: BlobsErrorCode;

  constructor(code: BlobsErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
