import { type Instant, ok } from '../../kernel/index.ts';
import type { SessionDecision } from './decide.ts';
import type { SessionStatus } from './lifecycle.ts';
import type { LabOutage, Session } from './session.ts';
import { openLabSuspension, type SuspensionCause } from './suspensions.ts';
import { timeBack } from './time-back.ts';

/** As much of a session, or of its view, as its lab's being up depends on. */
interface OfLab {
  readonly status: SessionStatus;
  readonly outage?: LabOutage | undefined;
  readonly suspensions?: readonly { readonly cause: SuspensionCause; readonly until?: unknown }[] | undefined;
  readonly progress: Session['progress'];
}

/** Since when the lab is known to be up, or on its way up again: whatever happened to its host later took it down. */
export function labUpSince({ outage, progress }: Pick<OfLab, 'outage' | 'progress'>): Instant | undefined {
  const starts = [progress.instantiate, progress.reset, progress.restore].map((steps) => steps?.['start_lab']?.endedAt);
  const times = [outage?.restoredAt ?? outage?.since, ...starts].filter((at) => at !== undefined);
  return times.toSorted((a, b) => b - a)[0];
}

/** Whether its lab was brought up, and the candidate has it or is about to; not while something else brings it back. */
export function needsLab(session: Pick<OfLab, 'status' | 'progress' | 'suspensions'>): boolean {
  const { status, progress } = session;
  if (openLabSuspension(session) !== undefined) return false;
  if (status === 'ready' || status === 'running') return true;
  return status === 'instantiating' && progress.instantiate?.['start_lab']?.status === 'done';
}

export function isLabOut({ outage }: Pick<OfLab, 'outage'>): boolean {
  return outage !== undefined && outage.restoredAt === undefined;
}

interface Why {
  readonly reason: string;
  readonly at: Instant;
}

/** Of a lab that is out already: its host went down once more, and the time it may take begins anew. */
export function labDown(
  session: Session,
  { reason, since, at }: Why & { readonly since?: Instant | undefined },
): SessionDecision {
  const isNews = needsLab(session) && session.outage?.since !== at;
  return ok(isNews ? [{ type: 'SessionLabDown', reason, since: since ?? at, at }] : []);
}

export function labUp(session: Session, { reason, at }: Why): SessionDecision {
  if (!needsLab(session) || !isLabOut(session)) return ok([]);
  return ok([{ type: 'SessionLabUp', reason, at }, ...timeBack(session, at)]);
}
