import { type Instant, ok, reject } from '../../kernel/index.ts';
import { type SessionDecision, wrongSessionState } from './decide.ts';
import { isLabOut } from './lab-outage.ts';
import { sessionCan } from './lifecycle.ts';
import type { Session } from './session.ts';
import { openLabSuspension } from './suspensions.ts';

interface Asked {
  readonly by: string;
  readonly reason: string;
  readonly at: Instant;
}

/** The lab is wiped and begins anew, while the session goes on. Asked twice it is one. */
export function reset(session: Session, asked: Asked): SessionDecision {
  if (!sessionCan('reset', session)) return wrongSessionState(session, 'reset');
  const suspension = openLabSuspension(session);
  if (suspension?.cause === 'reset') return ok([]);
  if (suspension !== undefined || isLabOut(session))
    return reject({ code: 'session.lab-away', reason: suspension?.reason ?? session.reason });
  return ok([{ type: 'SessionResetStarted', ...asked }]);
}
