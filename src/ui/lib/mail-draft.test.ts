import { expect, test } from 'vitest';
import { draftOf, mailFault, wishesOf, withTopic } from './mail-draft.ts';

const mine = { isSent: true, quietMinutes: 5, zone: 'UTC' } as const;
const draft = draftOf({ ...mine, wishes: { mail: true, muted: [] } });

test('what was not chosen is left to others', () => {
  expect(wishesOf(draft)).toEqual({ mail: true, muted: [] });
});

test('what was chosen comes back as it was', () => {
  const wishes = { mail: false, muted: ['ready'], quietMinutes: 0, zone: 'Asia/Tokyo' } as const;
  expect(wishesOf(draftOf({ ...mine, wishes }))).toEqual(wishes);
});

test('a topic is turned off and on again', () => {
  const off = withTopic(withTopic(draft, 'ready', false), 'ready', false);
  expect(off.muted).toEqual(['ready']);
  expect(withTopic(off, 'ready', true).muted).toEqual([]);
});

test.each(['-1', '1441', '1.5', 'soon'])('%s is no number of minutes', (quietMinutes) => {
  expect(mailFault({ ...draft, quietMinutes })).toContain('whole number');
  expect(mailFault(draft)).toBeUndefined();
});
