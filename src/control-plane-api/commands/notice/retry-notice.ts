import { NoticeView, OfNotice } from '@lcm/core/contracts/notice';
import { retryNotice } from '@lcm/core/domain/notice';
import { notices } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
}

export const retryNoticeNow = defineCommand({
  name: 'RetryNotice',
  summary: 'Send a notice now that waits for its next attempt, or that was given up',
  allow: 'session:all',
  input: OfNotice,
  output: NoticeView,
  async handle({ noticeId: id }, caller, { streams }: Deps) {
    const options = { aggregate: notices, id, operation: 'RetryNotice', caller };
    const changed = await changeExisting(streams, options, (notice, at) => retryNotice(notice, caller.actor.name, at));
    return written(changed, viewOf.notice);
  },
});
