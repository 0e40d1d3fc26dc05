import { type Instant, ok } from '../../kernel/index.ts';
import type { SessionDecision } from './decide.ts';
import { withoutEvidence } from './expire-evidence.ts';
import { isLabOut } from './lab-outage.ts';
import type { SessionStatus } from './lifecycle.ts';
import { restorable, withSaved } from './saved.ts';
import type { LabOutage, SavedConfigurations, Session, SessionEvent } from './session.ts';
import { openLabSuspension, type SuspensionCause } from './suspensions.ts';

/** As much of a session, or of its view, as whether there is something to keep depends on. */
interface OfLab {
  readonly status: SessionStatus;
  readonly lab?: object | undefined;
  readonly outage?: LabOutage | undefined;
  readonly suspensions?: readonly { readonly cause: SuspensionCause; readonly until?: unknown }[] | undefined;
}

/** Whether somebody works in its lab, or is about to, so that it would be a pity to lose what the nodes run. */
export function isKept(session: OfLab): boolean {
  const { status, lab } = session;
  const isUp = lab !== undefined && openLabSuspension(session) === undefined && !isLabOut(session);
  return isUp && (status === 'ready' || status === 'running');
}

/** What one round over the nodes gave. */
export interface Keeping {
  readonly saved: SavedConfigurations;
  readonly unread: readonly string[];
  readonly removed: readonly string[];
}

/** What was seen again is written down once in this time, so that who has nothing but the history is not far off. */
export const keptQuietMs = 60 * 60_000;

/** The same as before is no news: commits are kept for ever. */
export function keepConfigurations(
  session: Session,
  { saved, unread, removed }: Keeping,
  at: Instant,
): SessionDecision {
  if (!isKept(session)) return ok([]);
  const before = restorable(session);
  const isSame = before?.key === saved.key && at - before.at < keptQuietMs;
  return ok(isSame ? [] : [{ type: 'SessionConfigurationsKept', saved, unread, removed, at }]);
}

type KeepEvent = Extract<SessionEvent, { type: 'SessionConfigurationsKept' | `SessionEvidence${string}` }>;

/** What is kept of a session while it runs, and what is not kept any more long after. */
export function evolveKeeping(session: Session, event: KeepEvent): Session {
  switch (event.type) {
    case 'SessionConfigurationsKept':
      return { ...session, ...withSaved(session, event.saved, event.removed) };
    case 'SessionEvidenceExpired':
      return withoutEvidence(session, event);
    case 'SessionEvidenceRemoved':
      return { ...session, expiry: session.expiry && { ...session.expiry, keys: [], removedAt: event.at } };
  }
}
