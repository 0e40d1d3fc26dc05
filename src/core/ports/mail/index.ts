import type { Instant } from '../../kernel/index.ts';

export interface MailMessage {
  /** The same however often it is sent: the `Message-ID` is made of it, and receivers fold what they have already. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Its `Date`: when there was something to tell, the same at every attempt. */
  readonly at: Instant;
  /** Where its receiver chooses what they are told. */
  readonly choicesUrl?: string | undefined;
}

/** A server that takes mails from us and brings them on. Every adapter passes `contract.ts`. */
export interface Mail {
  /**
   * Resolves when the server has taken it. When its answer is lost it may have it nevertheless: it is sent again with the
   * same id.
   * @throws MailError in words that hold neither an address nor anything secret
   */
  deliver(message: MailMessage, signal?: AbortSignal): Promise<void>;
}

/**
 * `unreachable`: no server, no TLS or no login: no mail goes out at all. `deferred`: not this one, not now. `refused`: not
 * this one, ever.
 */
export type MailErrorCode = 'unreachable' | 'deferred' | 'refused';

export class MailError extends Error {
  override readonly name = 'MailError';
  readonly code: MailErrorCode;

  constructor(code: MailErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
