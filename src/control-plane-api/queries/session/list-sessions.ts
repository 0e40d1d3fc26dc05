import { ListFilter } from '@lcm/core/contracts/list';
import { SessionViews } from '@lcm/core/contracts/session';
import { sessionSearch } from '@lcm/core/domain/query';
import { type Clock, ok } from '@lcm/core/kernel';
import { asked } from '../../application/asked.ts';
import { defineQuery } from '../../application/operation.ts';
import { maySee } from '../../application/ownership.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
}

export const listSessions = defineQuery({
  name: 'ListSessions',
  summary: 'Your sessions; for operators, all of them, or those a query is about; newest first',
  allow: 'session:own',
  input: ListFilter,
  output: SessionViews,
  async handle({ q }, caller, { views, clock }: Deps) {
    const holds = asked(q, sessionSearch, clock.now());
    if (!holds.ok) return holds;
    const items = views
      .list('session')
      .filter(({ state }) => maySee(caller.actor, state))
      .map((item) => viewOf.session(item));
    return ok({ items: items.filter(holds.value).toSorted((a, b) => b.bookedAt - a.bookedAt) });
  },
});
