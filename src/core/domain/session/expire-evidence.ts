import { type Instant, ok } from '../../kernel/index.ts';
import type { SessionDecision } from './decide.ts';
import { isFinal, type SessionStatus } from './lifecycle.ts';
import type { EvidenceExpiry, Grading, SavedConfigurations, Session } from './session.ts';

/** As much of a session, or of its view, as says what is stored for it. */
interface Storing {
  readonly evidenceKey?: string | undefined;
  readonly gradings?: readonly Pick<Grading, 'evidenceKey'>[] | undefined;
  readonly saved?: SavedConfigurations | undefined;
  readonly replaced?: readonly string[] | undefined;
}

interface Ended extends Storing {
  readonly status: SessionStatus;
  readonly statusSince: Instant;
  readonly regrade?: object | undefined;
  readonly expiry?: EvidenceExpiry | undefined;
}

const dayMs = 86_400_000;

/** What was stored for this session and for no other one. */
function ownKeys({ evidenceKey, gradings = [], saved, replaced = [] }: Storing): readonly string[] {
  const graded = gradings.map((grading) => grading.evidenceKey);
  const kept = saved?.own === true ? saved.key : undefined;
  return [...new Set([evidenceKey, ...graded, kept, ...replaced].filter((key) => key !== undefined))];
}

/** What it reads, or may yet read: a session that goes on with the lab of another one reads what that one left. */
export function keysInUse({ expiry, saved, ...session }: Ended): readonly string[] {
  if (expiry !== undefined) return [];
  return [...ownKeys(session), ...(saved === undefined ? [] : [saved.key])];
}

/** Whether it ended longer ago than its evidence is kept, and there is some. A grading that goes on needs it. */
export function isEvidenceDue(session: Ended, days: number, at: Instant): boolean {
  const { statusSince, expiry, regrade } = session;
  if (!isFinal(session) || expiry !== undefined || regrade !== undefined) return false;
  return at - statusSince >= days * dayMs && ownKeys(session).length > 0;
}

/**
 * From here on nobody reads it: it cannot be downloaded, graded again, or gone on with. What was found out by it stays, the
 * score with its report. It is removed after that, so that nobody who has just begun to read finds half of it.
 */
export function expireEvidence(session: Session, days: number, at: Instant): SessionDecision {
  return ok(isEvidenceDue(session, days, at) ? [{ type: 'SessionEvidenceExpired', days, at }] : []);
}

export function evidenceRemoved({ expiry }: Session, at: Instant): SessionDecision {
  const isLeft = expiry !== undefined && expiry.removedAt === undefined;
  return ok(isLeft ? [{ type: 'SessionEvidenceRemoved', at }] : []);
}

export function withoutEvidence(session: Session, { days, at }: { days: number; at: Instant }): Session {
  const expiry = { at, days, keys: ownKeys(session) };
  return { ...session, evidenceKey: undefined, saved: undefined, replaced: undefined, expiry };
}
