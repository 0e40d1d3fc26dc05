import { type Instant, ok } from '../../kernel/index.ts';
import type { WorkerStatus } from '../worker/index.ts';
import type { SessionDecision } from './decide.ts';
import { type SessionStatus, sessionCan } from './lifecycle.ts';
import type { Session, SessionLab } from './session.ts';

/** As much of a session as its being lost depends on. */
interface Placed {
  readonly status: SessionStatus;
  readonly wish?: { readonly kind: string } | undefined;
  readonly lab?: SessionLab | undefined;
}

/** As much of a worker; none when there is no record of it any more. */
interface Host {
  readonly status: WorkerStatus;
  readonly launch: number;
  readonly instanceId?: string | undefined;
}

/** Whether what the session has on its worker is gone for good, or its worker is. */
export function isHostLost(session: Placed, host: Host | undefined): boolean {
  if (!sessionCan('replace', session) || session.wish?.kind === 'replace') return false;
  if (host === undefined || host.status === 'terminated') return true;
  return session.lab !== undefined && isWithout(session.lab, host);
}

/** Sessions of earlier versions do not say on which launch their lab is. */
function isWithout({ launch }: SessionLab, host: Host): boolean {
  return host.status === 'failed' || host.launch > (launch ?? host.launch);
}

/** It looks for another place; the next launch of its worker is one too. */
export function loseHost(session: Session, why: { readonly reason: string; readonly at: Instant }): SessionDecision {
  if (!sessionCan('replace', session) || session.wish?.kind === 'replace') return ok([]);
  return ok([{ type: 'SessionHostLost', ...why }]);
}
