import { NoticeView, OfNotice } from '@lcm/core/contracts/notice';
import { maySeeNotice } from '@lcm/core/domain/notice';
import { ok, reject } from '@lcm/core/kernel';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
}

export const getNotice = defineQuery({
  name: 'GetNotice',
  summary: 'One notice: what it tells whom, and what became of it',
  allow: 'session:own',
  input: OfNotice,
  output: NoticeView,
  async handle({ noticeId: id }, { actor }, { views }: Deps) {
    const item = views.get('notice', id);
    if (item === undefined || !maySeeNotice(actor, item.state)) return reject(unknown('notice', id));
    return ok(viewOf.notice(item));
  },
});
