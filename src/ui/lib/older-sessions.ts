import { endedSessionsTold } from '@lcm/core/domain/session';
import type { SessionsPage } from './api.ts';
import type { Session } from './views.ts';

/** Sessions that ended before those of the stream, as far as they were asked for. */
export interface OlderSessions {
  readonly items: readonly Session[];
  /** The query whose pages are being read, and where they go on. */
  readonly q: string;
  readonly next: string | undefined;
  readonly isComplete: boolean;
}

export const noOlderSessions: OlderSessions = { items: [], q: '', next: undefined, isComplete: false };

const pageSize = 100;

/** Another query has pages of its own; they begin anew. */
export function olderQuery(known: OlderSessions, q: string, now: number): Readonly<Record<string, string>> {
  const endedBefore = new Date(now - endedSessionsTold).toISOString();
  const after = known.q === q ? known.next : undefined;
  return { endedBefore, limit: String(pageSize), ...(q !== '' && { q }), ...(after !== undefined && { after }) };
}

export function withOlder(known: OlderSessions, q: string, { items, next }: SessionsPage): OlderSessions {
  return { items: withoutTwins([...items, ...known.items]), q, next, isComplete: next === undefined };
}

/** Who has read all there are has read what any query is about. */
export function hasMore(known: OlderSessions, q: string): boolean {
  return !(known.isComplete && (known.q === q || known.q === ''));
}

/** What the stream tells of a session is newer than any page. */
export function allSessions(live: readonly Session[], older: readonly Session[]): readonly Session[] {
  return older.length === 0 ? live : withoutTwins([...live, ...older]);
}

/** The first of each. */
function withoutTwins(sessions: readonly Session[]): readonly Session[] {
  const seen = new Set<string>();
  return sessions.filter(({ id }) => !seen.has(id) && seen.add(id));
}
