import { OfSession, SessionView } from '@lcm/core/contracts/session';
import { ok, reject } from '@lcm/core/kernel';
import { unknown } from '../../application/change.ts';
import { defineQuery } from '../../application/operation.ts';
import { maySee } from '../../application/ownership.ts';
import { viewOf } from '../../application/view-of.ts';
import type { Views } from '../../application/views.ts';

interface Deps {
  readonly views: Views;
}

export const getSession = defineQuery({
  name: 'GetSession',
  summary: 'One session',
  allow: 'session:own',
  input: OfSession,
  output: SessionView,
  async handle({ sessionId: id }, caller, { views }: Deps) {
    const item = views.get('session', id);
    if (item === undefined || !maySee(caller.actor, item.state)) return reject(unknown('session', id));
    return ok(viewOf.session(item));
  },
});
