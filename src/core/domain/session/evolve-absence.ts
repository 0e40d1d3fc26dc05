import { type Instant, unreachable } from '../../kernel/index.ts';
import type { PipelineProgress } from './pipelines.ts';
import type { Session, SessionEvent } from './session.ts';
import {
  closedAt,
  openAbsence,
  openLabSuspension,
  openPause,
  type Suspension,
  type SuspensionCause,
} from './suspensions.ts';

type AbsenceEvent = Extract<
  SessionEvent,
  {
    type:
      | 'SessionLabDown'
      | 'SessionLabUp'
      | 'SessionResetStarted'
      | 'SessionHostLost'
      | 'SessionSuspended'
      | 'SessionResumed';
  }
>;

/** A session whose lab, or whose candidate’s side, goes away or comes back while somebody has it. */
export function evolveAbsence(session: Session, event: AbsenceEvent): Session {
  const { at } = event;
  switch (event.type) {
    case 'SessionLabDown':
      return wentDown(session, event);
    case 'SessionLabUp':
      return cameUp(session, event);
    case 'SessionResetStarted': {
      const { reason } = event;
      const suspensions = [...(session.suspensions ?? []), { from: at, cause: 'reset', reason } as const];
      return { ...session, reason, suspensions, progress: { ...session.progress, reset: {} } };
    }
    case 'SessionHostLost':
      return { ...session, ...withoutHost(session, event) };
    case 'SessionSuspended': {
      const { cause, reason } = event;
      const suspended = { ...session, suspensions: [...(session.suspensions ?? []), { from: at, cause, reason }] };
      return { ...suspended, reason: lastingReason(suspended) ?? reason };
    }
    case 'SessionResumed':
      return resumed(session, event);
    default:
      return unreachable(event);
  }
}

function wentDown(session: Session, { since, reason, at }: Extract<AbsenceEvent, { type: 'SessionLabDown' }>): Session {
  const down = { ...session, reason, outage: { since: at } };
  const isAtWork = session.status === 'ready' || session.status === 'running';
  if (since === undefined || !isAtWork || openAbsence(session) !== undefined) return down;
  return { ...down, suspensions: [...(session.suspensions ?? []), { from: since, cause: 'host-down', reason }] };
}

function cameUp(session: Session, { reason, at }: Extract<AbsenceEvent, { type: 'SessionLabUp' }>): Session {
  const up = { ...session, reason, outage: { since: session.outage?.since ?? at, restoredAt: at } };
  const { suspensions } = session;
  return suspensions === undefined ? up : { ...up, suspensions: closedAt(suspensions, at, ['host-down']) };
}

function resumed(session: Session, { cause, at }: Extract<AbsenceEvent, { type: 'SessionResumed' }>): Session {
  const back = { ...session, suspensions: closedAt(session.suspensions ?? [], at, [cause]) };
  return { ...back, reason: lastingReason(back) ?? reasonAfter(cause, session) };
}

/** While the lab is away that counts, whoever has paused besides. */
function lastingReason(session: Session): string | undefined {
  const away = openAbsence(session);
  if (away !== undefined) return away.reason;
  const pause = openPause(session);
  return pause?.cause === 'operator' ? `paused: ${pause.reason}` : pause?.reason;
}

function reasonAfter(cause: SuspensionCause, { status }: Session): string {
  if (cause === 'reset') return 'the lab was reset';
  if (cause === 'worker-lost') return 'the lab is there again';
  return status === 'running' ? 'the candidate is at work' : 'waits for the candidate';
}

interface Loss {
  readonly reason: string;
  readonly at: Instant;
}

/** Nothing of it is left on the host. What it had in the delivery system stays its own. */
function withoutHost(session: Session, { reason, at }: Loss): Partial<Session> {
  const from = downSince(session) ?? at;
  const wish = { kind: 'replace', by: 'lablet-controller', reason, at: from } as const;
  const gone = { reason, wish, wishAnswer: undefined, lab: undefined, outage: undefined };
  const { progress } = session;
  if (session.status === 'instantiating')
    return { ...gone, progress: { ...progress, instantiate: deliveryOf(progress.instantiate) } };
  const restores = { ...gone, progress: { ...progress, restore: {} } };
  if (openLabSuspension(session)?.cause === 'worker-lost') return restores;
  const before = closedAt((session.suspensions ?? []).filter(isNotDown), at, ['reset']);
  return { ...restores, suspensions: [...before, { from, cause: 'worker-lost', reason }] };
}

/** A host that was down and is lost then was away from when it went down. */
function downSince(session: Session): Instant | undefined {
  const away = openAbsence(session);
  return away?.cause === 'host-down' ? away.from : undefined;
}

function isNotDown({ cause, until }: Suspension): boolean {
  return cause !== 'host-down' || until !== undefined;
}

function deliveryOf(progress: PipelineProgress = {}): PipelineProgress {
  const { provision_delivery: provisioned } = progress;
  return provisioned === undefined ? {} : { provision_delivery: provisioned };
}
