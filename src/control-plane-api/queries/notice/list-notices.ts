import { ListFilter } from '@lcm/core/contracts/list';
import { NoticeViews } from '@lcm/core/contracts/notice';
import { maySeeNotice } from '@lcm/core/domain/notice';
import { noticeSearch } from '@lcm/core/domain/query';
import { type Clock, ok } from '@lcm/core/kernel';
import { asked } from '../../application/asked.ts';
import { defineQuery } from '../../application/operation.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
}

export const listNotices = defineQuery({
  name: 'ListNotices',
  summary: 'What people were told of your sessions; for operators, of all sessions; newest first',
  allow: 'session:own',
  input: ListFilter,
  output: NoticeViews,
  async handle({ q }, { actor }, { views, clock }: Deps) {
    const holds = asked(q, noticeSearch, clock.now());
    if (!holds.ok) return holds;
    const items = views.list('notice').filter(({ state }) => maySeeNotice(actor, state));
    const shown = items.map((item) => viewOf.notice(item)).filter(holds.value);
    return ok({ items: shown.toSorted((a, b) => b.queuedAt - a.queuedAt) });
  },
});
