import { type Instant, unreachable } from '../../kernel/index.ts';
import type { PipelineProgress } from './pipelines.ts';
import type { Session, SessionEvent } from './session.ts';
import { closedAt, openSuspension } from './suspensions.ts';

type AbsenceEvent = Extract<
  SessionEvent,
  { type: 'SessionLabDown' | 'SessionLabUp' | 'SessionResetStarted' | 'SessionHostLost' | 'SessionResumed' }
>;

/** A session whose lab goes away, or comes back, while somebody has it. */
export function evolveAbsence(session: Session, event: AbsenceEvent): Session {
  const { at } = event;
  switch (event.type) {
    case 'SessionLabDown':
      return { ...session, reason: event.reason, outage: { since: at } };
    case 'SessionLabUp':
      return { ...session, reason: event.reason, outage: { since: session.outage?.since ?? at, restoredAt: at } };
    case 'SessionResetStarted': {
      const { reason } = event;
      const suspensions = [...(session.suspensions ?? []), { from: at, cause: 'reset', reason } as const];
      return { ...session, reason, suspensions, progress: { ...session.progress, reset: {} } };
    }
    case 'SessionHostLost':
      return { ...session, ...withoutHost(session, event) };
    case 'SessionResumed': {
      const reason = event.cause === 'reset' ? 'the lab was reset' : 'the lab is there again, on another host';
      return { ...session, reason, suspensions: closedAt(session.suspensions ?? [], at) };
    }
    default:
      return unreachable(event);
  }
}

interface Loss {
  readonly reason: string;
  readonly at: Instant;
}

/** Nothing of it is left on the host. What it had in the delivery system stays its own. */
function withoutHost(session: Session, { reason, at }: Loss): Partial<Session> {
  const wish = { kind: 'replace', by: 'lablet-controller', reason, at } as const;
  const gone = { reason, wish, wishAnswer: undefined, lab: undefined, outage: undefined };
  const { progress } = session;
  if (session.status === 'instantiating')
    return { ...gone, progress: { ...progress, instantiate: deliveryOf(progress.instantiate) } };
  const restores = { ...gone, progress: { ...progress, restore: {} } };
  if (openSuspension(session)?.cause === 'worker-lost') return restores;
  const before = closedAt(session.suspensions ?? [], at);
  return { ...restores, suspensions: [...before, { from: at, cause: 'worker-lost', reason }] };
}

function deliveryOf(progress: PipelineProgress = {}): PipelineProgress {
  const { provision_delivery: provisioned } = progress;
  return provisioned === undefined ? {} : { provision_delivery: provisioned };
}
