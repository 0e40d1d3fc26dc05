import { openLabSuspension, openPause } from '@lcm/core/domain/session';
import { humanize } from './format.ts';
import { interruptionOf } from './interruption.ts';
import { paths } from './paths.ts';
import type { Session, Worker } from './views.ts';

export interface Activity {
  readonly id: string;
  readonly title: string;
  readonly href: string;
  readonly words: string;
  readonly at: string;
}

interface Things {
  readonly workers: readonly Worker[];
  readonly sessions: readonly Session[];
}

/** The last change of each thing, so many of the newest: known without asking, and only of what the viewer may see. */
export function activityOf({ workers, sessions }: Things, most: number): readonly Activity[] {
  // Each time is read once: thousands of sessions would be parsed again at every comparison.
  const changed = [
    ...workers.map((thing) => ({ thing, href: paths.worker(thing.id), change: ofStatus(thing) })),
    ...sessions.map((thing) => ({ thing, href: paths.session(thing.id), change: ofSession(thing) })),
  ].map((one) => ({ ...one, ms: Date.parse(one.change.at) }));
  const newest = changed.toSorted((a, b) => b.ms - a.ms).slice(0, most);
  return newest.map(({ thing: { id, name }, href, change }) => ({ id, title: name, href, ...change }));
}

type Change = Pick<Activity, 'words' | 'at'>;

function ofStatus({ status, reason, statusSince }: Worker | Session): Change {
  return { words: words(status, reason), at: statusSince };
}

/** What interrupts it came after its state, and its reason is that of the interruption. */
function ofSession(session: Session): Change {
  const last = openLabSuspension(session) ?? openPause(session);
  const away = interruptionOf(session);
  if (last === undefined || away === undefined) return ofStatus(session);
  return { words: `${away.text.toLowerCase()}: ${last.reason}`, at: last.from };
}

function words(status: string, reason: string): string {
  return `became ${humanize(status).toLowerCase()}${reason === '' ? '' : `: ${reason}`}`;
}
