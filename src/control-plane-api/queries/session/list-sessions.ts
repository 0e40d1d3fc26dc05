import { nothing } from '@lcm/core/contracts/primitives';
import { SessionViews } from '@lcm/core/contracts/session';
import { ok } from '@lcm/core/kernel';
import { defineQuery } from '../../application/operation.ts';
import { maySee } from '../../application/ownership.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
}

export const listSessions = defineQuery({
  name: 'ListSessions',
  summary: 'Your sessions; for operators, all of them; newest first',
  allow: 'session:own',
  input: nothing,
  output: SessionViews,
  async handle(_input, caller, { views }: Deps) {
    const items = views
      .list('session')
      .filter(({ state }) => maySee(caller.actor, state))
      .map((item) => viewOf.session(item));
    return ok({ items: items.toSorted((a, b) => b.bookedAt - a.bookedAt) });
  },
});
