import { NoticeViews } from '@lcm/core/contracts/notice';
import { nothing } from '@lcm/core/contracts/primitives';
import { type NoticeContent, NoticeId } from '@lcm/core/domain/notice';
import { type Clock, ok, type Random, reject } from '@lcm/core/kernel';
import { notices } from '../../application/aggregates.ts';
import { type BookingSettings, noticesOff } from '../../application/booking.ts';
import { defineCommand, type Rejection } from '../../application/operation.ts';
import { settingsNow } from '../../application/settings-now.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly streams: Streams;
  readonly views: Views;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: BookingSettings;
}

const noChannel: Rejection = {
  code: 'notice.no-channel',
  message: 'Operators are told nowhere yet: add an address in the settings.',
};

/** What comes back is only queued; the notices say what became of them. */
export const testNotices = defineCommand({
  name: 'TestNotices',
  summary: 'Send a test to every address at which operators are told',
  allow: 'system:manage',
  input: nothing,
  output: NoticeViews,
  async handle(_asked, caller, { streams, views, clock, random, settings }: Deps) {
    if (settings.tellsByWebhook !== true) return reject(noticesOff);
    const urls = settingsNow(views)['notices.webhooks'];
    if (urls.length === 0) return reject(noChannel);
    const order = { position: views.position, part: 0 };
    const text = `${caller.actor.name} wanted to see that it arrives.`;
    const test = { occasion: 'test', title: 'A test', text, facts: {}, happenedAt: clock.now(), order } as const;
    const items = [];
    for (const url of urls) {
      const id = NoticeId.next(random);
      const content: NoticeContent = { ...test, to: { audience: 'operators', url } };
      const queued = await streams.change(
        { aggregate: notices, id },
        { operation: 'TestNotices', caller },
        (_none, at) => ok([{ type: 'NoticeQueued', id, content, at }]),
      );
      if (!queued.ok) return queued;
      items.push(viewOf.notice(queued.value));
    }
    return ok({ output: { items }, position: views.position });
  },
});
