import { type Instant, ok, type Result, reject, unreachable } from '../../kernel/index.ts';
import type { LabDecision, LabRejection } from './decide.ts';
import { evolveLab } from './evolve.ts';
import type { LabEvent, LabRecord } from './lab.ts';
import type { LabRecordId } from './lab-id.ts';
import type { LabReport } from './lab-report.ts';
import { isClosed } from './lifecycle.ts';
import { reportOfAction } from './report-of-action.ts';
import { reportOfSession } from './report-of-session.ts';
import { ended, factsAfter, missing, sighted } from './seen.ts';

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
  if (seen.type !== 'seen' && seen.type !== 'session') return undefined;
  const { workerId, launch, cmlLabId } = seen.lab;
  const of = { type: 'LabDiscovered', id, workerId, launch, cmlLabId, at } as const;
  if (seen.type === 'session') {
    const { title, ports, revision, sessionId: madeFor } = seen.lab;
    const counts = { nodeCount: revision?.nodeCount ?? 0, linkCount: revision?.linkCount ?? 0 };
    const facts = { title, owner: '', rawState: '', ...counts, createdAt: at, modifiedAt: at, ports };
    return { ...of, facts, source: 'session', madeFor };
  }
  const { madeFor } = seen.lab;
  const facts = factsAfter({ ports: [] }, seen.lab);
  return madeFor === undefined ? { ...of, facts, source: 'discovery' } : { ...of, facts, source: 'session', madeFor };
}

function known(lab: LabRecord, seen: LabReport, at: Instant): LabDecision {
  switch (seen.type) {
    case 'seen':
      return ok(sighted(lab, seen.lab, at));
    case 'session':
      return reportOfSession(lab, seen.lab, at);
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
