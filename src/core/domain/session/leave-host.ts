import { type Instant, ok } from '../../kernel/index.ts';
import { endSession, type SessionDecision, stop } from './decide.ts';
import { type SessionStatus, sessionCan } from './lifecycle.ts';
import type { Session } from './session.ts';

/** As much of a session as its parting depends on. */
interface Parted {
  readonly status: SessionStatus;
  readonly wanted: { readonly start?: Instant | undefined };
  readonly progress: { readonly instantiate?: Readonly<Record<string, unknown>> | undefined };
}

/** What becomes of a session whose host is taken from it: see `partingOf`. */
export type Parting = 'graded' | 'placed-anew' | 'failed' | 'goes-on';

/**
 * What the candidate did is collected and graded, as when time is up. Who has nothing on the host yet looks for another
 * place, as long as its start can still be kept; whoever else was not begun fails. What ends already goes on to its end.
 */
export function partingOf(session: Parted, at: Instant): Parting {
  if (!sessionCan('leaveHost', session)) return 'goes-on';
  if (session.status === 'running') return 'graded';
  const { start } = session.wanted;
  const isLate = start !== undefined && start <= at;
  return isLate || hasLab(session) ? 'failed' : 'placed-anew';
}

/** An attempt to import may have worked though nobody heard of it. */
function hasLab({ status, progress }: Parted): boolean {
  return status === 'ready' || progress.instantiate?.['import_lab'] !== undefined;
}

export function leaveHost(session: Session, reason: string, at: Instant): SessionDecision {
  const parting = partingOf(session, at);
  switch (parting) {
    case 'graded':
      return endSession(session, reason, at);
    case 'placed-anew':
      return ok([{ type: 'SessionPlaceLost', reason, at }]);
    case 'failed':
      return stop(session, 'failed', { reason, at });
    case 'goes-on':
      return ok([]);
  }
}
