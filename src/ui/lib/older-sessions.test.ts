import { endedSessionsTold, SessionId } from '@lcm/core/domain/session';
import { expect, test } from 'vitest';
import { aSession } from '../testing/fixtures.ts';
import { allSessions, hasMore, noOlderSessions, olderQuery, withOlder } from './older-sessions.ts';
import type { Session } from './views.ts';

const now = Date.UTC(2026, 10, 21);
const endedBefore = new Date(now - endedSessionsTold).toISOString();

function session(number: number, version = 1): Session {
  return aSession({ id: SessionId.parse(`ses_${number}`), version });
}

test('older sessions are asked for page by page, where the stream ends', () => {
  expect(olderQuery(noOlderSessions, '', now)).toEqual({ endedBefore, limit: '100' });
  const first = withOlder(noOlderSessions, '', { items: [session(1)], next: 'ses_1' });
  expect(hasMore(first, '')).toBe(true);
  expect(olderQuery(first, '', now)).toMatchObject({ after: 'ses_1' });
  const second = withOlder(first, '', { items: [session(2)] });
  expect(second.items.map(({ id }) => id)).toEqual(['ses_2', 'ses_1']);
  expect(hasMore(second, '')).toBe(false);
  expect(hasMore(second, 'owner:uma')).toBe(false);
});

test('another query begins with its own first page, and keeps what was read', () => {
  const all = withOlder(noOlderSessions, '', { items: [session(1), session(2)], next: 'ses_2' });
  expect(hasMore(all, 'owner:uma')).toBe(true);
  expect(olderQuery(all, 'owner:uma', now)).toEqual({ endedBefore, limit: '100', q: 'owner:uma' });
  const some = withOlder(all, 'owner:uma', { items: [session(2, 5)] });
  expect(some.items.map(({ id, version }) => [id, version])).toEqual([
    ['ses_2', 5],
    ['ses_1', 1],
  ]);
  expect(hasMore(some, 'owner:uma')).toBe(false);
  expect(hasMore(some, 'owner:oto')).toBe(true);
});

test('what the stream tells of a session counts, and each is there once', () => {
  const live = [session(1, 7), session(2)];
  expect(allSessions(live, [])).toBe(live);
  const shown = allSessions(live, [session(3), session(1, 6)]);
  expect(shown.map(({ id, version }) => [id, version])).toEqual([
    ['ses_1', 7],
    ['ses_2', 1],
    ['ses_3', 1],
  ]);
});
