import { HttpWebhook } from '@lcm/core/adapters/webhook/http-webhook';
import { MemoryWebhook } from '@lcm/core/adapters/webhook/memory-webhook';
import { openReceiver } from '@lcm/core/adapters/webhook/testing/receiver';
import type { SessionEvent } from '@lcm/core/domain/session';
import { testNow as at, hour, minute, sessionBooked } from '@lcm/core/domain/testing';
import type { Webhook } from '@lcm/core/ports/webhook';
import { describe, expect, test } from 'vitest';
import {
  booked,
  later,
  living,
  quiet,
  ready,
  scheduled,
  started,
  told,
  url,
  verdict,
} from '../../testing/notice-plane.ts';
import { type Call, demoDefinition, furnish, openTestPlane } from '../../testing/plane.ts';
import { settle } from '../../testing/sse-harness.ts';

const uma = { role: 'user', id: 'uma' } as const;

describe('who wants to be told of a session', () => {
  test('is told what becomes of it, in order, with the way there', async () => {
    const webhook = new MemoryWebhook();
    const { see, die, notices } = await living({ webhook });
    await see([booked()]);
    await see([scheduled]);
    await see([ready, started]);
    await see([{ type: 'SessionCollectionStarted', reason: 'its time is over', at }]);
    expect(told(webhook)).toEqual(['placed', 'ready', 'ended']);
    expect(JSON.parse(webhook.received[0]?.body ?? '')).toEqual({
      type: 'placed',
      timestamp: '2026-11-21T09:00:00.000Z',
      data: {
        title: 'session 1 has its place',
        text: 'It begins at 2026-11-21 10:00 UTC and ends at 2026-11-21 11:00 UTC.',
        session: { id: 'ses_1', name: 'session 1', ownerId: 'uma' },
        start: '2026-11-21T10:00:00.000Z',
        end: '2026-11-21T11:00:00.000Z',
        link: 'https://lablets.example.org/sessions/ses_1',
      },
    });
    expect(notices().map(({ status, attempts }) => [status, attempts])).toEqual([
      ['sent', 1],
      ['sent', 1],
      ['sent', 1],
    ]);
    await die();
  });

  test('is told nothing where its host is not allowed any more; operators are told of every session', async () => {
    const webhook = new MemoryWebhook();
    const operators = 'https://ops.example.org/lablets';
    const values = { 'notices.hosts': [], 'notices.webhooks': [operators] };
    const { see, die } = await living({ webhook, values });
    await see([booked(), scheduled]);
    expect(webhook.received.map((message) => message.url)).toEqual([operators]);
    await die();
  });

  test('is told a refusal in the same words once', async () => {
    const webhook = new MemoryWebhook();
    const { see, die } = await living({ webhook });
    const refused: SessionEvent = { type: 'SessionVerdictGiven', verdict: { ...verdict, placed: false }, at };
    await see([booked(), refused]);
    await see([refused]);
    expect(told(webhook)).toEqual(['refused']);
    await die();
  });
});

describe('a receiver that fails', () => {
  test('is tried again with the same message, and what comes after waits its turn', async () => {
    const webhook = new MemoryWebhook();
    webhook.status = 503;
    const { see, pass, die, notices } = await living({ webhook });
    await see([booked(), scheduled]);
    await see([ready]);
    expect(notices()).toMatchObject([
      { status: 'queued', attempts: 1, reason: 'the receiver answered 503', nextTryAt: later(10_000) },
      { status: 'queued', attempts: 0 },
    ]);
    webhook.status = 204;
    await pass(9_999);
    expect(told(webhook)).toEqual(['placed']);
    await pass(1);
    expect(told(webhook)).toEqual(['placed', 'placed', 'ready']);
    const [first, second] = webhook.received;
    expect([second?.id, second?.body]).toEqual([first?.id, first?.body]);
    await die();
  });

  test('holds up nobody else', async () => {
    const webhook = new MemoryWebhook();
    const slow: Webhook = {
      deliver: async (message, signal) => {
        if (message.url !== url) return webhook.deliver(message);
        return new Promise((_, fail) => signal?.addEventListener('abort', () => fail(signal.reason)));
      },
    };
    const values = { 'notices.webhooks': ['https://ops.example.org/lablets'] };
    const { see, die } = await living({ webhook: slow, values });
    await see([booked(), scheduled]);
    await see([ready]);
    expect(told(webhook)).toEqual(['placed', 'ready']);
    await die();
  });

  test('is sent to at once when an operator says that it is well again', async () => {
    const webhook = new MemoryWebhook();
    webhook.status = 503;
    const { see, die, call, notices } = await living({ webhook });
    await see([booked(), scheduled]);
    webhook.status = 204;
    const noticeId = notices()[0]?.id;
    expect(await call('RetryNotice', { noticeId }, uma)).toMatchObject({ rejection: { code: 'access.denied' } });
    await call('RetryNotice', { noticeId }, { role: 'manager' });
    await quiet();
    expect(notices()).toMatchObject([{ status: 'sent', attempts: 1 }]);
    expect(await call('RetryNotice', { noticeId })).toMatchObject({ rejection: { code: 'notice.wrong-state' } });
    await die();
  });

  test('by HTTP is told all the same, once it answers', async () => {
    const receiver = await openReceiver();
    const host = new URL(receiver.url).host;
    const secret = `whsec_${Buffer.from('a key of this test alone, 32 long').toString('base64')}`;
    const webhook = new HttpWebhook({ secrets: [secret] });
    const { see, pass, die, views } = await living({ webhook, values: { 'notices.hosts': [host] } });
    const until = async (status: string, attempts: number): Promise<void> => {
      const holds = (): boolean =>
        views.list('notice').some(({ state }) => state.status === status && state.attempts === attempts);
      while (!holds()) await settle();
    };
    receiver.answer(undefined);
    await see([sessionBooked(1, { notify: { webhook: receiver.url } }), scheduled]);
    await until('queued', 1);
    receiver.answer(204);
    await pass(10_000);
    await until('sent', 2);
    const ids = receiver.calls.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
    await die();
    await receiver.close();
  });
});

test('what was sent leaves the lists after its days, and its history stays', async () => {
  const { see, pass, die, notices, call } = await living({ values: { 'retention.noticesDays': 1 } });
  await see([booked(), scheduled, { type: 'SessionEnded', status: 'expired', reason: 'nobody came', at }]);
  const [sent] = notices();
  await pass(24 * hour + minute);
  await pass(minute);
  expect(notices()).toEqual([]);
  const history = await call('GetHistory', { kind: 'notice', id: sent?.id });
  expect(history).toMatchObject({ ok: true, value: { body: { items: [{}, {}, {}] } } });
  await die();
});

describe('notices', () => {
  test('are seen by the owner, and by operators with their own', async () => {
    const values = { 'notices.webhooks': ['https://ops.example.org/lablets'] };
    const { see, die, call } = await living({ values });
    await see([booked(), scheduled]);
    const seenBy = async (as: Parameters<Call>[2]): Promise<unknown> => {
      const answer = await call('ListNotices', {}, as);
      return answer.ok && answer.value.body;
    };
    expect(await seenBy(uma)).toMatchObject({ items: [{ to: { audience: 'owner' } }] });
    expect(await seenBy({ role: 'user', id: 'oto' })).toEqual({ items: [] });
    expect(await seenBy({ role: 'manager' })).toMatchObject({ items: [{}, {}] });
    await die();
  });

  test('are tried out by an admin, where operators are told', async () => {
    const webhook = new MemoryWebhook();
    const { die, call, notices } = await living({ webhook });
    expect(await call('TestNotices', {})).toMatchObject({ rejection: { code: 'notice.no-channel' } });
    await call('ChangeSettings', { values: { 'notices.webhooks': [url] } });
    expect(await call('TestNotices', {})).toMatchObject({ ok: true });
    await quiet();
    expect(told(webhook)).toEqual(['test']);
    expect(notices()).toMatchObject([{ status: 'sent', occasion: 'test' }]);
    await die();
  });
});

describe('a booking', () => {
  const asked = { definitionId: demoDefinition, notify: { webhook: url } };

  test('may name an address at a host that the settings allow', async () => {
    const { call, clock, die, views } = await living({});
    await furnish(call);
    const answer = call('BookSession', asked, uma);
    await quiet();
    clock.step(2_000);
    expect(await answer).toMatchObject({ ok: true });
    expect(views.list('session')).toMatchObject([{ state: { notify: { webhook: url } } }]);
    const elsewhere = { ...asked, notify: { webhook: 'http://169.254.169.254/latest' } };
    expect(await call('BookSession', elsewhere, uma)).toMatchObject({
      rejection: { code: 'notice.host-not-allowed', message: expect.stringContaining('169.254.169.254') },
    });
    await die();
  });

  test('names none where nothing is signed', async () => {
    const { call } = await openTestPlane({});
    await furnish(call);
    expect(await call('DryRunSession', asked, uma)).toMatchObject({ rejection: { code: 'notice.off' } });
  });
});
