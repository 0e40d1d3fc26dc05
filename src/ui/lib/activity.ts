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

function words(status: string, reason: string): string {
  return `became ${humanize(status).toLowerCase()}${reason === '' ? '' : `: ${reason}`}`;
}

/** The last change of each thing, the newest first: known without asking, and only of what the viewer may see. */
export function activityOf(workers: readonly Worker[], sessions: readonly Session[]): readonly Activity[] {
  const ofWorkers = workers.map(({ id, name, status, reason, statusSince }) => ({
    id,
    title: name,
    href: paths.worker(id),
    words: words(status, reason),
    at: statusSince,
  }));
  const ofSessions = sessions.map(({ id, name, status, reason, statusSince }) => ({
    id,
    title: name,
    href: paths.session(id),
    words: words(status, reason),
    at: statusSince,
  }));
  return [...ofWorkers, ...ofSessions].toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
