import { type Instant, ok, reject, sha256 } from '../../kernel/index.ts';
import type { DefinitionId } from '../definition/index.ts';
import type { SessionId } from '../session/session-id.ts';
import type { WorkerId } from '../worker/index.ts';
import { type Asked, closeUnmade, deadlineOf, type LabDecision, moved } from './decide.ts';
import type { LabRecord } from './lab.ts';
import { LabRecordId, warmTitle } from './lab-id.ts';
import type { LabReport } from './lab-report.ts';
import { isUp, type LabStatus } from './lifecycle.ts';
import { unbound } from './seen.ts';

export interface WarmPlace {
  readonly workerId: WorkerId;
  readonly launch: number;
  readonly definitionId: DefinitionId;
}

/** Of the n-th warm lab that there ever was in a place: whoever asks for it twice means the same one. */
export function warmLabId({ workerId, launch, definitionId }: WarmPlace, number: number): LabRecordId {
  const name = JSON.stringify(['warm', workerId, launch, definitionId, number]);
  return LabRecordId.parse(`lab_${sha256(name).slice(0, 16)}`);
}

/** A lab that is made ahead of time. */
export function makeWarm(
  { id, lab }: { readonly id: LabRecordId; readonly lab: LabRecord | undefined },
  { title, topologyKey, ...place }: WarmPlace & { readonly title: string; readonly topologyKey: string },
  { by, at }: Pick<Asked, 'by' | 'at'>,
): LabDecision {
  if (lab !== undefined) return ok([]);
  const { workerId, launch, definitionId: basedOn } = place;
  const wanted = { id, workerId, launch, title: warmTitle(title), source: 'warm', topologyKey, basedOn } as const;
  return ok([{ type: 'LabImportRequested', ...wanted, by, deadline: deadlineOf('import', at), at }]);
}

interface Touched extends Pick<LabRecord, 'source' | 'status'> {
  readonly session?: unknown;
  readonly runs: readonly unknown[];
  readonly revisions: readonly unknown[];
}

interface Kept extends Touched {
  readonly cmlLabId?: string | undefined;
  readonly pending?: unknown;
  readonly bindings: readonly unknown[];
}

/** Nothing of anybody's is in it: it may be taken away without a question. */
export function isUntouched(lab: Touched): boolean {
  const { source, session, runs, revisions } = lab;
  return source === 'warm' && session === undefined && !isUp(lab) && runs.length === 0 && revisions.length <= 1;
}

const asNew: readonly LabStatus[] = ['defined', 'wiped'];

/** A warm lab that waits for its session: imported, and as nobody has had, started or changed it. */
export function isSpare(lab: Kept): boolean {
  const { cmlLabId, pending, bindings, status } = lab;
  if (cmlLabId === undefined || pending !== undefined || bindings.length > 0) return false;
  return asNew.includes(status) && isUntouched(lab);
}

/** A session has it from now on, and no other ever will. Said again by the same session it changes nothing. */
export function takeWarm(lab: LabRecord, sessionId: SessionId, at: Instant): LabDecision {
  const { session, basedOn, topologyKey } = lab;
  if (session !== undefined)
    return session.id === sessionId ? ok([]) : reject({ code: 'lab.bound-elsewhere', sessionId: session.id });
  if (!isSpare(lab) || basedOn === undefined) return reject({ code: 'lab.not-warm' });
  return ok([{ type: 'LabBound', sessionId, basedOn, topologyKey, at }]);
}

/** The session that had taken it does without. One that somebody has started is theirs from then on. */
export function leaveWarm(
  lab: LabRecord,
  { sessionId, reason, sighting }: Extract<LabReport, { type: 'left' }>,
  at: Instant,
): LabDecision {
  const left = lab.session?.id === sessionId ? unbound(lab, reason, at) : [];
  return ok([...left, ...(sighting === undefined ? [] : moved(lab, sighting, { reason, at }))]);
}

/** Takes one away that is not wanted any more; never one in which somebody may have worked. */
export function dropWarm(lab: LabRecord, asked: Asked): LabDecision {
  return isUntouched(lab) ? closeUnmade(lab, asked) : reject({ code: 'lab.not-warm' });
}
