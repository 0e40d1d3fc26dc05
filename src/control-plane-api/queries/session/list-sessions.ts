import { SessionList, type SessionView, SessionViews } from '@lcm/core/contracts/session';
import { sessionSearch } from '@lcm/core/domain/query';
import { isFinal, type SessionId } from '@lcm/core/domain/session';
import { type Clock, type Instant, ok, type Result, reject } from '@lcm/core/kernel';
import { asked } from '../../application/asked.ts';
import { unknown } from '../../application/change.ts';
import { type Caller, defineQuery, type Rejection } from '../../application/operation.ts';
import { maySee } from '../../application/ownership.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
  readonly clock: Clock;
}

export const listSessions = defineQuery({
  name: 'ListSessions',
  summary: 'Your sessions; for operators, all of them, or those a query is about; newest first, by page if wanted',
  allow: 'session:own',
  input: SessionList,
  output: SessionViews,
  async handle({ q, endedBefore, after, limit }, caller, { views, clock }: Deps) {
    const holds = asked(q, sessionSearch, clock.now());
    if (!holds.ok) return holds;
    const follows = following(after, caller, views);
    if (!follows.ok) return follows;
    const items = views
      .list('session')
      .filter(({ state }) => maySee(caller.actor, state) && hadEnded(state, endedBefore) && follows.value(state))
      .map((item) => viewOf.session(item))
      .filter(holds.value)
      .toSorted(newestFirst);
    return ok(pageOf(items, limit));
  },
});

type Booked = Pick<SessionView, 'id' | 'bookedAt'>;

/** Many may be booked at one instant: then their ids decide, so that pages neither repeat nor leave out any. */
function newestFirst(a: Booked, b: Booked): number {
  return b.bookedAt - a.bookedAt || (a.id < b.id ? -1 : 1);
}

function following(
  after: SessionId | undefined,
  { actor }: Caller,
  views: Views,
): Result<(session: Booked) => boolean, Rejection> {
  if (after === undefined) return ok(() => true);
  const last = views.get('session', after)?.state;
  if (last === undefined || !maySee(actor, last)) return reject(unknown('session', after));
  return ok((session) => session.id !== after && newestFirst(last, session) < 0);
}

function hadEnded(session: Pick<SessionView, 'status' | 'statusSince'>, endedBefore: Instant | undefined): boolean {
  return endedBefore === undefined || (isFinal(session) && session.statusSince < endedBefore);
}

function pageOf(items: SessionView[], limit = items.length): { items: SessionView[]; next?: SessionId | undefined } {
  const page = items.slice(0, limit);
  return { items: page, next: items.length > limit ? page.at(-1)?.id : undefined };
}
