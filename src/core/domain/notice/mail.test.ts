import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/index.ts';
import { aSession, testNow as at, hour, minute } from '../testing/index.ts';
import { afterDecision as after, aNotice } from '../testing/notices.ts';
import {
  foldSame,
  gatherNotices,
  inZone,
  NoticeId,
  noticeAttemptFailed,
  noticeSent,
  noticeTopics,
  occasions,
  receiverInWords,
  receiverKey,
  retryNotice,
  topicNames,
  topicOf,
} from './index.ts';

const later = (ms: number) => instant(at + ms);

describe('a notice by mail', () => {
  test('that will never arrive is given up at once, and one that waits for everybody’s way out says since when', () => {
    const refused = after(aNotice({}), noticeAttemptFailed(aNotice({}), { reason: 'no such user', is: 'final' }, at));
    expect(refused).toMatchObject({ status: 'failed', attempts: 1, reason: 'no such user' });
    const out = { reason: 'nobody answers', is: 'outage' } as const;
    const waits = after(aNotice({}), noticeAttemptFailed(aNotice({}), out, at));
    const still = after(waits, noticeAttemptFailed(waits, out, later(minute)));
    expect([waits.outageSince, still.outageSince]).toEqual([at, at]);
    expect(after(still, noticeAttemptFailed(still, { reason: 'not now' }, at)).outageSince).toBeUndefined();
    expect(after(still, noticeSent(still, at)).outageSince).toBeUndefined();
    const deferred = after(still, noticeAttemptFailed(still, { reason: 'not now' }, at));
    expect([still.attempts, deferred.attempts]).toEqual([2, 1]);
    const old = noticeAttemptFailed(still, out, later(6 * hour));
    expect(after(still, old)).toMatchObject({ status: 'failed', reason: 'nobody answers' });
  });

  test('keeps what goes along with it as long as it may have arrived', () => {
    const other = NoticeId.parse('ntc_2');
    const mail = aNotice({ to: { audience: 'owner', channel: 'mail', person: 'uma' } });
    const lead = after(mail, gatherNotices(mail, [other], at));
    expect(gatherNotices(lead, [NoticeId.parse('ntc_3')], at)).toEqual({ ok: true, value: [] });
    expect(after(lead, retryNotice(lead, 'Ada', at)).gathered).toEqual([other]);
    const failed = after(lead, noticeAttemptFailed(lead, { reason: 'no such user', is: 'final' }, at));
    expect(after(failed, retryNotice(failed, 'Ada', at)).gathered).toEqual([]);
  });
});

describe('a receiver', () => {
  const [url, person, mailbox] = [
    { audience: 'owner', url: 'https://a.example.org' },
    { audience: 'owner', channel: 'mail', person: 'uma' },
    { audience: 'operators', channel: 'mail', mailbox: 'noc@example.org' },
  ] as const;

  test('is told apart from every other, also from one whose name looks the same', () => {
    const odd = { audience: 'owner', channel: 'mail', person: 'noc@example.org' } as const;
    expect(new Set([url, person, mailbox, odd].map(receiverKey)).size).toBe(4);
  });

  test('is named without its address when it is a person', () => {
    expect([url, person, mailbox].map(receiverInWords)).toEqual([
      'https://a.example.org',
      'uma by mail',
      'noc@example.org',
    ]);
  });
});

describe('what is told in one mail', () => {
  test('says the same of the same session once, as it is in the end', () => {
    const { id, name, ownerId } = aSession();
    const session = { id, name, ownerId };
    const said = [
      aNotice({ occasion: 'interrupted', session, text: 'first' }),
      aNotice({ occasion: 'restored', session }),
      aNotice({ occasion: 'interrupted', session, text: 'second' }),
      aNotice({ id: NoticeId.parse('ntc_4'), occasion: 'attention', session: undefined }),
      aNotice({ id: NoticeId.parse('ntc_5'), occasion: 'attention', session: undefined }),
    ];
    expect(foldSame(said)).toEqual([said[1], said[2], said[3], said[4]]);
  });

  test('has its times as the reader’s clock does', () => {
    const words = 'It begins at 2026-11-21 10:00 UTC and ends at 2026-11-21 11:30 UTC.';
    expect(inZone(words, (time) => `<${time - at}>`)).toBe(`It begins at <${hour}> and ends at <${2.5 * hour}>.`);
  });

  test('can be chosen but for attention and tests, each in one topic', () => {
    const chosen = topicNames.flatMap((name) => [...noticeTopics[name].occasions]);
    expect(new Set(chosen).size).toBe(chosen.length);
    expect(occasions.filter((occasion) => topicOf(occasion) === undefined)).toEqual(['attention', 'test']);
  });
});
