import { type Actor, may } from '@lcm/core/domain/access';
import type { Commit, StoredEvent } from '@lcm/core/ports/state-store';

/** What of each event those may read who do not operate labs: how the lab was, not who did it, why, and for which session. */
const fieldsToldOf: Readonly<Record<string, readonly string[]>> = {
  LabDiscovered: [],
  LabImportRequested: [],
  LabStatusChanged: ['to'],
  LabActionRequested: ['action'],
  LabActionCompleted: ['action'],
  LabActionFailed: ['action'],
};

/** A lab’s history for operators whole; for others what was done to it, and what they did or were given themselves. */
export function labHistoryFor(actor: Actor, commits: readonly Commit[]): readonly Commit[] {
  if (may(actor, 'lab:operate')) return commits;
  const told = commits.map((commit) => ({
    ...commit,
    events: commit.events.flatMap((event) => toldOf(event, actor)),
    by: commit.by.id === actor.id ? commit.by : { id: '', name: 'somebody', roles: [] },
    correlationId: '',
    causationId: undefined,
  }));
  return told.filter(({ events }) => events.length > 0);
}

function toldOf(event: StoredEvent, actor: Actor): readonly StoredEvent[] {
  if (isAbout(event, actor)) return [{ ...event, by: '' }];
  const fields = fieldsToldOf[event.type];
  if (fields === undefined) return [];
  const entries = Object.entries(event).filter(([name]) => fields.includes(name));
  return [{ ...Object.fromEntries(entries), type: event.type, at: event['at'] }];
}

/** That it was given to them, or taken back. */
function isAbout(event: StoredEvent, { id }: Actor): boolean {
  if (event.type === 'LabUnassigned') return event['personId'] === id;
  const { person } = event;
  const isOwn = typeof person === 'object' && person !== null && 'id' in person && person.id === id;
  return event.type === 'LabAssigned' && isOwn;
}
