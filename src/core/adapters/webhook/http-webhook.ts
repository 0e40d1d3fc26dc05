import { createHmac } from 'node:crypto';
import { type Webhook, WebhookError, type WebhookMessage } from '../../ports/webhook/index.ts';

export interface HttpWebhookOptions {
  /** What messages are signed with, `whsec_` and base64. Several while receivers change from one to the next. */
  readonly secrets: readonly [string, ...string[]];
  readonly timeoutMs?: number | undefined;
}

const secretPrefix = 'whsec_';

/** Receivers by HTTP, signed as https://www.standardwebhooks.com says: id, time and body, with HMAC-SHA-256. */
export class HttpWebhook implements Webhook {
  readonly #keys: readonly Buffer[];
  readonly #timeoutMs: number;

  constructor({ secrets, timeoutMs = 10_000 }: HttpWebhookOptions) {
    this.#keys = secrets.map((secret) => Buffer.from(secret.slice(secretPrefix.length), 'base64'));
    this.#timeoutMs = timeoutMs;
  }

  async deliver(message: WebhookMessage, signal?: AbortSignal): Promise<void> {
    const status = await this.#send(message, signal);
    if (status >= 300) throw new WebhookError('refused', `the receiver answered ${status}`);
  }

  /** No redirect is followed: whoever allowed the address has not allowed where that leads. */
  async #send(message: WebhookMessage, signal: AbortSignal | undefined): Promise<number> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    try {
      const response = await fetch(message.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...this.#signed(message) },
        body: message.body,
        redirect: 'manual',
        signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
      });
      await response.body?.cancel();
      return response.status;
    } catch (error) {
      const isLate = error instanceof Error && error.name === 'TimeoutError';
      throw new WebhookError('unreachable', isLate ? 'no answer in time' : 'no answer', { cause: error });
    }
  }

  #signed({ id, at, body }: WebhookMessage): Readonly<Record<string, string>> {
    const timestamp = String(Math.floor(at / 1000));
    const signatures = this.#keys.map((key) => {
      const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
      return `v1,${signature}`;
    });
    return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
  }
}
