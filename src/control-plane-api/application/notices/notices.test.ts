import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { MemorySampleStore } from '@lcm/core/adapters/sample-store/memory-sample-store';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { HttpWebhook } from '@lcm/core/adapters/webhook/http-webhook';
import { MemoryWebhook } from '@lcm/core/adapters/webhook/memory-webhook';
import { openReceiver } from '@lcm/core/adapters/webhook/testing/receiver';
import type { Notice } from '@lcm/core/domain/notice';
import type { SessionEvent } from '@lcm/core/domain/session';
import { aSession, testNow as at, hour, minute, sessionBooked } from '@lcm/core/domain/testing';
import { ReservationId, WorkerId } from '@lcm/core/domain/worker';
import { FakeClock, instant, ok, SeededRandom } from '@lcm/core/kernel';
import { type Commit, StateStoreError } from '@lcm/core/ports/state-store';
import type { Webhook } from '@lcm/core/ports/webhook';
import { describe, expect, test } from 'vitest';
import { type Call, demoDefinition, furnish, openTestPlane, type PlaneOptions } from '../../testing/plane.ts';
import { settle } from '../../testing/sse-harness.ts';
import { sessions } from '../aggregates.ts';

const url = 'https://hooks.example.org/told';
const uma = { role: 'user', id: 'uma' } as const;
const ada = { actor: { id: 'ada', name: 'Ada', roles: ['admin'] }, correlationId: 'test' } as const;
const later = (ms: number) => instant(at + ms);
const timeslot = { start: later(hour), end: later(2 * hour) };
const placement = {
  workerId: WorkerId.parse('wkr_1'),
  workerName: 'w1',
  reservationId: ReservationId.parse('res_1'),
  from: at,
  until: later(3 * hour),
  ports: {},
  why: 'it fits',
};
const verdict = { decidedAt: at, placed: true, summary: 'w1 has room', workers: [], wouldHelp: [] };
const booked = (number = 1) => sessionBooked(number, { notify: { webhook: url } });
const scheduled: SessionEvent = { type: 'SessionScheduled', timeslot, placement, verdict, at };
const ready: SessionEvent = { type: 'SessionReady', at };
const started: SessionEvent = { type: 'SessionStarted', at };

interface Living extends Omit<PlaneOptions, 'notices'> {
  readonly webhook?: Webhook;
  readonly values?: Readonly<Record<string, unknown>>;
}

async function living({ webhook = new MemoryWebhook(), values = {}, ...options }: Living) {
  const opened = await openTestPlane({ ...options, notices: { webhook, publicUrl: 'https://lablets.example.org' } });
  await opened.call('ChangeSettings', { values: { 'notices.hosts': ['hooks.example.org'], ...values } });
  const stop = new AbortController();
  const running = opened.plane.state.run(stop.signal);
  await quiet();
  const see = async (events: readonly SessionEvent[], number = 1): Promise<void> => {
    const subject = { aggregate: sessions, id: aSession({}, number).id };
    await opened.plane.state.streams.change(subject, { operation: 'Test', caller: ada }, () => ok(events));
    await quiet();
  };
  const pass = async (ms: number): Promise<void> => {
    opened.clock.step(ms);
    await quiet();
  };
  const die = async (): Promise<void> => {
    stop.abort();
    await running;
  };
  const notices = (): readonly Notice[] => opened.views.list('notice').map(({ state }) => state);
  return { ...opened, see, pass, die, notices };
}

async function quiet(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await settle();
}

function told(webhook: MemoryWebhook): readonly string[] {
  return webhook.received.map(({ body }) => String(Reflect.get(Object(JSON.parse(body)), 'type')));
}

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

/** A store that dies right before or right after what a test names is written. */
class FragileStore extends MemoryStateStore {
  failing: ((commit: Commit) => boolean) | undefined;

  override async append(commit: Commit): Promise<void> {
    if (this.failing?.(commit)) throw new StateStoreError('the disk is full');
    await super.append(commit);
  }
}

describe('a control plane that dies', () => {
  test('between the answer and its commit sends once more, and the receiver sees that it is the same', async () => {
    const [webhook, store, errors] = [new MemoryWebhook(), new FragileStore(), new Array<unknown>()];
    store.failing = ({ events }) => events.some(({ type }) => type === 'NoticeSent');
    const first = await living({ webhook, store, onNoticeError: (error) => errors.push(error) });
    await first.see([booked(), scheduled]);
    expect([told(webhook), errors.length]).toEqual([['placed'], 1]);
    await first.die();
    store.failing = undefined;
    const second = await living({ webhook, store });
    expect(told(webhook)).toEqual(['placed', 'placed']);
    expect(new Set(webhook.received.map(({ id }) => id)).size).toBe(1);
    expect(second.notices()).toMatchObject([{ status: 'sent' }]);
    await second.die();
  });

  test('before it has queued anything loses nothing, and tells nothing twice when its place is lost', async () => {
    const [webhook, store] = [new MemoryWebhook(), new FragileStore()];
    store.failing = ({ stream }) => stream.startsWith('notice/');
    const first = await living({ webhook, store });
    await first.see([booked(), scheduled, ready]);
    await first.die();
    expect(webhook.received).toEqual([]);
    store.failing = undefined;
    // Its coordination store is new: how far the first had come is not known.
    const second = await living({ webhook, store });
    expect(told(webhook)).toEqual(['placed', 'ready']);
    await second.die();
    const third = await living({ webhook, store });
    expect(told(webhook)).toEqual(['placed', 'ready']);
    await third.die();
  });

  test('for more than a day tells no old news', async () => {
    const [webhook, store] = [new MemoryWebhook(), new MemoryStateStore()];
    const first = await living({ webhook, store });
    await first.die();
    await first.see([booked(), scheduled]);
    const second = await living({ webhook, store, clock: new FakeClock(at + 25 * hour) });
    expect(webhook.received).toEqual([]);
    await second.die();
  });

  test('is followed by another of its replicas, which goes on where it was', async () => {
    const webhook = new MemoryWebhook();
    const [store, clock, samples] = [new MemoryStateStore(), new FakeClock(at), new MemorySampleStore()];
    const coordination = new EmbeddedCoordination({ clock });
    const replica = async (name: string) => {
      const shared = { samples, coordination, replica: { name, random: new SeededRandom(name.length) } };
      return living({ webhook, store, clock, shared });
    };
    const one = await replica('one');
    const other = await replica('other');
    await one.see([booked(), scheduled]);
    expect(told(webhook)).toEqual(['placed']);
    await one.die();
    for (let second = 0; second < 8; second += 1) await other.pass(1_000);
    await other.see([ready]);
    for (let second = 0; second < 8; second += 1) await other.pass(1_000);
    expect(told(webhook)).toEqual(['placed', 'ready']);
    await other.die();
  });
});

describe('a reminder', () => {
  test('comes before the start and before the end, once, also when the control plane died in between', async () => {
    const [webhook, store] = [new MemoryWebhook(), new MemoryStateStore()];
    const first = await living({ webhook, store });
    await first.see([booked(), scheduled]);
    await first.pass(45 * minute);
    expect(told(webhook)).toEqual(['placed', 'starts-soon']);
    await first.die();
    const second = await living({ webhook, store, clock: new FakeClock(at + 46 * minute) });
    await second.pass(minute);
    expect(told(webhook)).toEqual(['placed', 'starts-soon']);
    await second.see([ready, started]);
    await second.pass(63 * minute);
    expect(told(webhook)).toEqual(['placed', 'starts-soon', 'ready', 'ends-soon']);
    await second.die();
  });

  test('that could not be sent is taken back when its session has moved', async () => {
    const webhook = new MemoryWebhook();
    const { see, pass, die, notices } = await living({ webhook });
    await see([booked(), scheduled]);
    webhook.status = 503;
    await pass(45 * minute);
    const moved = { start: later(5 * hour), end: later(6 * hour) };
    await see([{ type: 'SessionMoved', timeslot: moved, placement, verdict, at: later(46 * minute) }]);
    webhook.status = 204;
    await pass(minute);
    expect(told(webhook)).toEqual(['placed', 'starts-soon', 'moved']);
    expect(notices()).toMatchObject([{ status: 'sent' }, { status: 'overtaken' }, { status: 'sent' }]);
    await die();
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
