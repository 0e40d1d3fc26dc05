import { expect, test } from 'vitest';
import { admin, aSession, user } from '../testing/fixtures.ts';
import { isAsked, ratingInWords } from './feedback.ts';

test('whoever had a session is asked how it was once it is over, and nobody else', () => {
  const over = aSession({ status: 'archived', ownerId: user.id, startedAt: '2026-11-21T09:00:00.000Z' });
  expect(isAsked(user, over)).toBe(true);
  expect(isAsked(admin, over)).toBe(false);
  expect(isAsked(user, { ...over, status: 'running' })).toBe(false);
  expect(isAsked(user, aSession({ status: 'archived', ownerId: user.id }))).toBe(false);
});

test('a rating is said in words as well', () => {
  expect([1, 5].map(ratingInWords)).toEqual(['1 of 5, bad', '5 of 5, very good']);
});
