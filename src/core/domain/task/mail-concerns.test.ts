import { expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { testNow as at, minute } from '../testing/index.ts';
import { aNotice } from '../testing/notices.ts';
import { holdsAt, defaultConcernLimits as limits, mailConcerns } from './index.ts';

const later = (ms: number) => instant(at + ms);

test('a mail server that is away for a while needs a person, once for all that waits for it', () => {
  const waiting = [
    aNotice({ outageSince: later(minute), reason: 'the mail server does not let us in' }),
    aNotice({ outageSince: at, reason: 'the mail server does not answer' }),
    aNotice(),
  ];
  const concerns = mailConcerns(waiting, limits);
  expect(concerns).toMatchObject([
    { cause: 'mail.away', detail: expect.stringContaining('the mail server does not answer'), priority: 'high' },
  ]);
  const holds = (ms: number) => concerns.filter((concern) => holdsAt(concern, later(ms))).length;
  expect([holds(5 * minute - 1), holds(5 * minute)]).toEqual([0, 1]);
});

test('and none does when nothing waits, or only for its own receiver', () => {
  expect(mailConcerns([], limits)).toEqual([]);
  expect(mailConcerns([aNotice({ reason: 'the mail server answered 451' })], limits)).toEqual([]);
});
