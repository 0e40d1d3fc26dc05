import { humanize } from './format.ts';
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
    ...workers.map((thing) => ({ thing, href: paths.worker(thing.id), ms: Date.parse(thing.statusSince) })),
    ...sessions.map((thing) => ({ thing, href: paths.session(thing.id), ms: Date.parse(thing.statusSince) })),
  ];
  const newest = changed.toSorted((a, b) => b.ms - a.ms).slice(0, most);
  return newest.map(({ thing: { id, name, status, reason, statusSince }, href }) => ({
    id,
    title: name,
    href,
    words: words(status, reason),
    at: statusSince,
  }));
}

function words(status: string, reason: string): string {
  return `became ${humanize(status).toLowerCase()}${reason === '' ? '' : `: ${reason}`}`;
}
