import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { webhookContract } from '../../ports/webhook/contract.ts';
import { HttpWebhook } from './http-webhook.ts';
import { MemoryWebhook } from './memory-webhook.ts';
import { openReceiver, type Receiver } from './testing/receiver.ts';

const keys = ['the newer key of this test alone', 'the older key of this test alone'] as const;
const [newer, older] = keys.map((key) => `whsec_${Buffer.from(key).toString('base64')}`);
const secrets = [newer ?? '', older ?? ''] as const;

webhookContract('HTTP', async () => {
  const receiver = await openReceiver();
  return {
    webhook: new HttpWebhook({ secrets }),
    url: receiver.url,
    received: () => receiver.calls.map(({ headers, body }) => ({ id: String(headers['webhook-id']), body })),
    answer: receiver.answer,
    close: receiver.close,
  };
});

webhookContract('memory', async () => {
  const webhook = new MemoryWebhook();
  return {
    webhook,
    url: 'https://hooks.example.org/told',
    received: () => webhook.received.map(({ id, body }) => ({ id, body })),
    answer: (status) => {
      webhook.status = status;
    },
    close: async () => undefined,
  };
});

describe('a message by HTTP', () => {
  let receiver: Receiver | undefined;
  afterEach(async () => receiver?.close());

  test('is signed with each secret over its id, its time and its body', async () => {
    receiver = await openReceiver();
    const message = { id: 'ntc_1', url: receiver.url, at: instant(Date.UTC(2026, 10, 21, 9)), body: '{"a":1}' };
    await new HttpWebhook({ secrets }).deliver(message);
    const { headers } = receiver.calls[0] ?? {};
    const timestamp = String(Date.UTC(2026, 10, 21, 9) / 1000);
    expect(headers).toMatchObject({ 'webhook-timestamp': timestamp, 'content-type': 'application/json' });
    const expected = keys.map((key) => {
      const signature = createHmac('sha256', key).update(`ntc_1.${timestamp}.{"a":1}`).digest('base64');
      return `v1,${signature}`;
    });
    expect(headers?.['webhook-signature']).toBe(expected.join(' '));
  });

  test('is given up when no answer comes in time, and nothing secret is said of it', async () => {
    receiver = await openReceiver();
    receiver.answer('never');
    const message = { id: 'ntc_1', url: receiver.url, at: instant(0), body: '{}' };
    const delivered = new HttpWebhook({ secrets, timeoutMs: 20 }).deliver(message);
    await expect(delivered).rejects.toMatchObject({ code: 'unreachable', message: 'no answer in time' });
  });

  test('follows no redirect', async () => {
    receiver = await openReceiver();
    receiver.answer(307);
    const message = { id: 'ntc_1', url: receiver.url, at: instant(0), body: '{}' };
    await expect(new HttpWebhook({ secrets }).deliver(message)).rejects.toThrow('the receiver answered 307');
    expect(receiver.calls).toHaveLength(1);
  });
});
