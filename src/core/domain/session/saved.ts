import { isSettled } from './pipelines.ts';
import type { SavedConfigurations, Session } from './session.ts';
import type { Suspension } from './suspensions.ts';

/** What a lab that is brought back begins with. Whoever has reset it since does not want that back. */
export function restorable({
  saved,
  suspensions = [],
}: {
  readonly saved?: SavedConfigurations | undefined;
  readonly suspensions?: readonly Suspension[] | undefined;
}): SavedConfigurations | undefined {
  const isReset = suspensions.some(({ cause, until }) => cause === 'reset' && saved && (until ?? saved.at) >= saved.at);
  return isReset ? undefined : saved;
}

/** Whether its lab was lost, and the new one has not been given what was kept: what is in that is nobody's work. */
export function awaitsKept({ progress }: Pick<Session, 'progress'>): boolean {
  const { restore } = progress;
  return restore !== undefined && !isSettled(restore['load_configurations']);
}

/**
 * What was kept of one that is over: what was collected at its end, or what was saved before. What was read for a grading in
 * between is older than either.
 */
export function keptOf(
  session: Pick<Session, 'evidenceKey' | 'endedAt' | 'saved' | 'suspensions' | 'progress'>,
): SavedConfigurations | undefined {
  const kept = collectedOf(session) ?? restorable(session);
  return kept && { key: kept.key, at: kept.at };
}

function collectedOf({
  evidenceKey: key,
  endedAt: at,
  progress: { collect },
}: Pick<Session, 'evidenceKey' | 'endedAt' | 'progress'>): SavedConfigurations | undefined {
  if (collect?.['extract_configurations']?.status !== 'done') return undefined;
  return key === undefined || at === undefined ? undefined : { key, at };
}

/** What is kept now, and what that makes superfluous. What another session made is not this one's to remove. */
export function withSaved(
  { saved: before, replaced = [] }: Pick<Session, 'saved' | 'replaced'>,
  saved: SavedConfigurations,
  removed: readonly string[] = [],
): Pick<Session, 'saved' | 'replaced'> {
  const older = before?.own === true ? [...replaced, before.key] : replaced;
  const left = [...new Set(older)].filter((key) => key !== saved.key && !removed.includes(key));
  return { saved, ...(left.length > 0 ? { replaced: left } : { replaced: undefined }) };
}
