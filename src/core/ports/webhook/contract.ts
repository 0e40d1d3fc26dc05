import { afterEach, describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import type { Webhook, WebhookMessage } from './index.ts';

/** A receiver under test, and what it was told. */
export interface WebhookBench {
  readonly webhook: Webhook;
  readonly url: string;
  readonly received: () => readonly { readonly id: string; readonly body: string }[];
  /** What the receiver answers from now on; `undefined`: it takes the message and hangs up. */
  readonly answer: (status: number | undefined) => void;
  readonly close: () => Promise<void>;
}

/** What every `Webhook` adapter promises; each adapter's test file calls this once. */
export function webhookContract(name: string, openBench: () => Promise<WebhookBench>): void {
  let bench: WebhookBench | undefined;
  const open = async (): Promise<WebhookBench & { readonly message: WebhookMessage }> => {
    bench = await openBench();
    const at = instant(Date.UTC(2026, 10, 21, 9));
    return { ...bench, message: { id: 'ntc_1', url: bench.url, at, body: '{"type":"ready"}' } };
  };

  describe(`Webhook: ${name}`, () => {
    afterEach(async () => {
      await bench?.close();
      bench = undefined;
    });

    test('brings the message as it is', async () => {
      const { webhook, message, received } = await open();
      await webhook.deliver(message);
      expect(received()).toEqual([{ id: 'ntc_1', body: '{"type":"ready"}' }]);
    });

    test.each([200, 202, 204])('a receiver that answers %i has it', async (status) => {
      const { webhook, message, answer } = await open();
      answer(status);
      await expect(webhook.deliver(message)).resolves.toBeUndefined();
    });

    test.each([301, 400, 410, 429, 500, 503])('a receiver that answers %i has refused it', async (status) => {
      const { webhook, message, answer } = await open();
      answer(status);
      const refusal = { name: 'WebhookError', code: 'refused', message: `the receiver answered ${status}` };
      await expect(webhook.deliver(message)).rejects.toMatchObject(refusal);
    });

    test('what may have arrived is sent again with the same id', async () => {
      const { webhook, message, answer, received } = await open();
      answer(undefined);
      await expect(webhook.deliver(message)).rejects.toMatchObject({ code: 'unreachable' });
      answer(204);
      await webhook.deliver(message);
      expect(received().map(({ id }) => id)).toEqual(['ntc_1', 'ntc_1']);
    });
  });
}
