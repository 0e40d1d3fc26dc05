import type { Instant } from '../../kernel/index.ts';

export interface WebhookMessage {
  /** The same however often it is sent: by this its receiver knows a repetition. */
  readonly id: string;
  readonly url: string;
  /** When this attempt is made; it is signed, so that nobody sends an old message again. */
  readonly at: Instant;
  /** JSON. */
  readonly body: string;
}

/** Receivers of what we tell, which others run. Every adapter passes `contract.ts`. */
export interface Webhook {
  /**
   * Resolves when the receiver has said that it has the message. When the answer is lost the receiver may have it
   * nevertheless: it is sent again with the same id.
   * @throws WebhookError in words without anything secret
   */
  deliver(message: WebhookMessage, signal?: AbortSignal): Promise<void>;
}

/** `unreachable`: no answer, or none in time. `refused`: it answered, and not with yes. */
export type WebhookErrorCode = 'unreachable' | 'refused';

export class WebhookError extends Error {
  override readonly name = 'WebhookError';
  readonly code: WebhookErrorCode;

  constructor(code: WebhookErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
