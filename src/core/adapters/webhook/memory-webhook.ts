import { type Webhook, WebhookError, type WebhookMessage } from '../../ports/webhook/index.ts';

/** Receivers that only remember, for tests. */
export class MemoryWebhook implements Webhook {
  readonly received: WebhookMessage[] = [];
  /** What they answer from now on; `undefined`: they take the message, and the answer is lost. */
  status: number | undefined = 204;

  async deliver(message: WebhookMessage): Promise<void> {
    this.received.push(message);
    if (this.status === undefined) throw new WebhookError('unreachable', 'no answer');
    if (this.status >= 300) throw new WebhookError('refused', `the receiver answered ${this.status}`);
  }
}
