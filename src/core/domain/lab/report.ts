import { type Instant, ok, type Result, reject, unreachable } from '../../kernel/index.ts';
import type { LabDecision, LabRejection } from './decide.ts';
import { evolveLab } from './evolve.ts';
import type { LabEvent, LabRecord } from './lab.ts';
import type { LabRecordId } from './lab-id.ts';
import type { LabReport, SeenLab, SessionLab } from './lab-report.ts';
import { isClosed } from './lifecycle.ts';
import { reportOfAction } from './report-of-action.ts';
import { reportOfSession } from './report-of-session.ts';
import { ended, factsAfter, missing, sighted } from './seen.ts';
import { leaveWarm, takeWarm } from './warm.ts';

type Unknown = Result<never, { readonly code: 'lab.unknown' }>;

/** A lab that nobody knew is recorded when it is seen; of a closed record nothing is news any more. */
export function reportLab(
  { id, lab }: { readonly id: LabRecordId; readonly lab: LabRecord | undefined },
  seen: LabReport,
  at: Instant,
): Result<LabEvent[], LabRejection> | Unknown {
  if (lab === undefined) return first(id, seen, at);
  return isClosed(lab) ? ok([]) : known(lab, seen, at);
}

function first(id: LabRecordId, seen: LabReport, at: Instant): LabDecision | Unknown {
  const discovered = discovery(id, seen, at);
  if (discovered === undefined) return reject({ code: 'lab.unknown' });
  const then = known(evolveLab(undefined, discovered), seen, at);
  return then.ok ? ok([discovered, ...then.value]) : then;
}

function discovery(id: LabRecordId, seen: LabReport, at: Instant): LabEvent | undefined {
  if (seen.type === 'seen') return found(id, seen.lab, at);
  return seen.type === 'session' ? made(id, seen.lab, at) : undefined;
}

function found(id: LabRecordId, lab: SeenLab, at: Instant): LabEvent {
  const { workerId, launch, cmlLabId, madeFor } = lab;
  const of = { type: 'LabDiscovered', id, workerId, launch, cmlLabId, at } as const;
  const facts = factsAfter({ ports: [] }, lab);
  return madeFor === undefined ? { ...of, facts, source: 'discovery' } : { ...of, facts, source: 'session', madeFor };
}

/** As much as the session knows; the next look at the host brings the rest. */
function made(id: LabRecordId, lab: SessionLab, at: Instant): LabEvent {
  const { workerId, launch, cmlLabId, title, ports, revision, sessionId: madeFor } = lab;
  const counts = { nodeCount: revision?.nodeCount ?? 0, linkCount: revision?.linkCount ?? 0 };
  const facts = { title, owner: '', rawState: '', ...counts, createdAt: at, modifiedAt: at, ports };
  return { type: 'LabDiscovered', id, workerId, launch, cmlLabId, facts, source: 'session', madeFor, at };
}

function known(lab: LabRecord, seen: LabReport, at: Instant): LabDecision {
  switch (seen.type) {
    case 'seen':
      return ok(sighted(lab, seen.lab, at));
    case 'session':
      return reportOfSession(lab, seen.lab, at);
    case 'taken':
      return takeWarm(lab, seen.sessionId, at);
    case 'left':
      return leaveWarm(lab, seen, at);
    case 'missing':
      return ok(missing(lab, seen.reason, at));
    case 'host-ended':
      return ok(ended(lab, seen.reason, at));
    case 'acting':
    case 'action-done':
    case 'action-failed':
      return reportOfAction(lab, seen, at);
    default:
      return unreachable(seen);
  }
}
