import { EmbeddedCoordination } from '@lcm/core/adapters/coordination/embedded-coordination';
import { MemorySampleStore } from '@lcm/core/adapters/sample-store/memory-sample-store';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { MemoryWebhook } from '@lcm/core/adapters/webhook/memory-webhook';
import { testNow as at, hour, minute } from '@lcm/core/domain/testing';
import { FakeClock, SeededRandom } from '@lcm/core/kernel';
import { describe, expect, test } from 'vitest';
import { FragileStore } from '../../testing/fragile-store.ts';
import {
  booked,
  later,
  living,
  placement,
  ready,
  scheduled,
  started,
  told,
  verdict,
} from '../../testing/notice-plane.ts';

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
