import type { SessionView } from '@lcm/core/contracts/session';
import { isEvidenceDue, keysInUse, type SessionReport } from '@lcm/core/domain/session';
import { effectiveSettings, settingsId } from '@lcm/core/domain/settings';
import type { Clock } from '@lcm/core/kernel';
import { type Blobs, blobKey } from '@lcm/core/ports/blobs';
import { ConflictError, type ControlPlane } from '@lcm/core/ports/control-plane';
import type { JobResult } from '@lcm/core/reconcile';
import type { Leadership } from '../leadership.ts';

export interface RetentionDeps {
  readonly controlPlane: ControlPlane;
  readonly blobs: Pick<Blobs, 'delete'>;
  readonly clock: Clock;
  readonly leadership: Leadership;
}

/** Whoever began to read evidence, or to book a session that goes on with it, has ended by then. */
const graceMs = 10 * 60_000;

/**
 * Takes the evidence of sessions that ended long ago from view, and in a later run removes it: so nobody is left with half
 * of it, and what another session still reads is seen to be in use. Wherever it dies, the next run goes on.
 */
export async function retainEvidence(deps: RetentionDeps, signal: AbortSignal): Promise<JobResult> {
  const { controlPlane, clock } = deps;
  const settings = effectiveSettings(await controlPlane.get('settings', settingsId));
  const days = settings['retention.evidenceDays'];
  const sessions = await controlPlane.list('session');
  const inUse = new Set(sessions.flatMap(keysInUse));
  const removable = sessions.filter((session) => isRemovable(session, inUse, clock));
  const removed = await each(removable, signal, async (session) => remove(session, deps));
  const due = sessions.filter((session) => isEvidenceDue(session, days, clock.now()));
  const expired = await each(due, signal, async (session) => tell(session, { type: 'evidence-expired', days }, deps));
  const kept = sessions.filter(({ expiry }) => expiry?.keys.some((key) => inUse.has(key))).length;
  const counts = { expired: expired.length, removed: removed.length, kept };
  return { summary: inWords(counts, days), news: expired.length + removed.length > 0 };
}

function isRemovable({ expiry }: SessionView, inUse: ReadonlySet<string>, clock: Clock): boolean {
  if (expiry === undefined || expiry.removedAt !== undefined) return false;
  return clock.now() - expiry.at >= graceMs && !expiry.keys.some((key) => inUse.has(key));
}

async function remove(session: SessionView, deps: RetentionDeps): Promise<boolean> {
  if (!deps.leadership.mayAct()) return false;
  await Promise.all((session.expiry?.keys ?? []).map(async (key) => deps.blobs.delete(blobKey(key))));
  return tell(session, { type: 'evidence-removed' }, deps);
}

/** Those with which it went well. */
async function each(
  sessions: readonly SessionView[],
  signal: AbortSignal,
  act: (session: SessionView) => Promise<boolean>,
): Promise<readonly SessionView[]> {
  const done: SessionView[] = [];
  for (const session of sessions) {
    if (signal.aborted) throw new Error(`stopped after ${done.length} of ${sessions.length} sessions`);
    // oxlint-disable-next-line no-await-in-loop -- nobody waits for it, and nothing else is to wait for it
    if (await act(session)) done.push(session);
  }
  return done;
}

/** Of one that has changed meanwhile the next run decides. */
async function tell(
  { id: sessionId, version: expectedVersion }: SessionView,
  report: SessionReport,
  { controlPlane, leadership }: RetentionDeps,
): Promise<boolean> {
  const options = { fence: leadership.fence(), correlationId: 'job/evidence-retention' };
  try {
    return (await controlPlane.send('ReportSession', { sessionId, expectedVersion, report }, options)).ok;
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
}

interface Counts {
  readonly expired: number;
  readonly removed: number;
  readonly kept: number;
}

function inWords({ expired, removed, kept }: Counts, days: number): string {
  const parts = [
    ...(expired > 0 ? [`evidence of ${counted(expired)} is not shown any more, and deleted by the next run`] : []),
    ...(removed > 0 ? [`evidence of ${counted(removed)} was deleted`] : []),
    ...(kept > 0 ? [`${counted(kept)} left something that another one goes on with`] : []),
  ];
  return `ended more than ${days} days ago: ${parts.length === 0 ? 'nothing' : parts.join('; ')}`;
}

function counted(count: number): string {
  return `${count} ${count === 1 ? 'session' : 'sessions'}`;
}
