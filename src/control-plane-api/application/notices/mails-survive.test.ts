import { MemoryBlobs } from '@lcm/core/adapters/blobs/memory-blobs';
import { MemoryMail } from '@lcm/core/adapters/mail/memory-mail';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import type { SessionEvent } from '@lcm/core/domain/session';
import { testNow as at, hour, minute, sessionBooked } from '@lcm/core/domain/testing';
import { FakeClock } from '@lcm/core/kernel';
import { describe, expect, test } from 'vitest';
import { FragileStore } from '../../testing/fragile-store.ts';
import { later, living, quiet, ready, scheduled } from '../../testing/notice-plane.ts';

const address = 'uma@example.org';
const booked = (number = 1): SessionEvent => sessionBooked(number);
const extended = (ms: number): SessionEvent => ({
  type: 'SessionExtended',
  end: later(2 * hour + ms),
  until: later(3 * hour),
  summary: '',
  at,
});
const down: SessionEvent = { type: 'SessionLabDown', reason: 'its host is gone', at };

const idsOf = ({ received }: MemoryMail): readonly string[] => received.map(({ id }) => id);
const subjects = ({ received }: MemoryMail): readonly string[] => received.map(({ subject }) => subject);

async function mailed(options: Omit<Parameters<typeof living>[0], 'mail'> = {}) {
  const [mail, blobs] = [new MemoryMail(), new MemoryBlobs()];
  const plane = await living({ blobs, mail, ...options });
  await plane.logIn('uma', { mail: address });
  return { mail, blobs, ...plane };
}

describe('a control plane that dies', () => {
  test('between the server’s answer and its commit sends once more, as the same mail', async () => {
    const store = new FragileStore();
    store.failing = ({ events }) => events.some(({ type }) => type === 'NoticeSent');
    const first = await mailed({ store });
    await first.see([booked(), scheduled]);
    await first.die();
    store.failing = undefined;
    const { mail, blobs } = first;
    const second = await living({ store, mail, blobs });
    expect(subjects(mail)).toEqual(['session 1 has its place', 'session 1 has its place']);
    expect(new Set(idsOf(mail)).size).toBe(1);
    expect(second.notices()).toMatchObject([{ status: 'sent' }]);
    await second.die();
  });

  test('with a mail that tells several things sends all of them again, and nothing of them in another mail', async () => {
    const store = new FragileStore();
    const first = await mailed({ store });
    const { mail, blobs } = first;
    await first.see([booked(), scheduled]);
    await first.see([extended(minute), down]);
    store.failing = ({ events }) => events.some(({ type }) => type === 'NoticeSent');
    await first.pass(5 * minute);
    await first.die();
    expect(subjects(mail)).toEqual(['session 1 has its place', 'session 1 was extended and 1 more']);
    store.failing = undefined;
    const clock = new FakeClock(at + 6 * minute);
    const second = await living({ store, mail, blobs, clock });
    // What came after it was chosen is not in it, however often it is sent.
    await second.see([{ ...down, reason: 'its host is gone again' }]);
    expect(mail.received[2]).toEqual(mail.received[1]);
    await second.pass(5 * minute);
    expect(subjects(mail).slice(3)).toEqual(['session 1 is interrupted']);
    expect(second.notices().every(({ status }) => status === 'sent')).toBe(true);
    await second.die();
  });

  test('after it has written down that one was sent settles what went along', async () => {
    const store = new FragileStore();
    const first = await mailed({ store });
    const { mail, blobs } = first;
    await first.see([booked(), scheduled]);
    await first.see([extended(minute), down]);
    let sent = 0;
    store.failing = ({ events }) => events.some(({ type }) => type === 'NoticeSent') && ++sent > 1;
    await first.pass(5 * minute);
    await first.die();
    expect(first.notices().map(({ status }) => status)).toEqual(['sent', 'sent', 'queued']);
    store.failing = undefined;
    const second = await living({ store, mail, blobs, clock: new FakeClock(at + 6 * minute) });
    expect(mail.received).toHaveLength(2);
    expect(second.notices().map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
    await second.die();
  });
});

describe('a mail that is refused', () => {
  test('for good is given up at once with what went along, and each goes its own way when it is sent again', async () => {
    const { mail, see, pass, die, notices, call } = await mailed();
    await see([booked(), scheduled]);
    mail.mood = 550;
    await see([extended(minute), down]);
    await pass(5 * minute);
    const given = { status: 'failed', reason: 'the mail server answered 550' };
    expect(notices()).toMatchObject([{ status: 'sent' }, given, given]);
    mail.mood = 'accept';
    await call('RetryNotice', { noticeId: notices()[2]?.id });
    await quiet();
    expect(subjects(mail).slice(1)).toEqual(['session 1 is interrupted']);
    expect(notices()).toMatchObject([{ status: 'sent' }, given, { status: 'sent' }]);
    await call('RetryNotice', { noticeId: notices()[1]?.id });
    await quiet();
    expect(subjects(mail).slice(2)).toEqual(['session 1 was extended']);
    await die();
  });

  test('for now is tried again under the same id, ever more rarely, and holds up nothing that is urgent', async () => {
    const { mail, see, pass, die, notices } = await mailed();
    mail.mood = 451;
    await see([booked(), scheduled]);
    expect(notices()).toMatchObject([
      { attempts: 1, nextTryAt: later(10_000), reason: 'the mail server answered 451' },
    ]);
    mail.mood = 'accept';
    await see([ready]);
    expect(subjects(mail)).toEqual(['session 1 is ready']);
    await pass(10_000);
    expect(subjects(mail)).toEqual(['session 1 is ready', 'session 1 has its place']);
    await die();
  });
});

describe('a mail server that is away', () => {
  test('is a matter of its own: one mail asks for it, somebody is told on screen, and all go out when it is back', async () => {
    const { mail, see, logIn, pass, die, notices, views } = await mailed();
    await logIn('oto', { mail: 'oto@example.org' });
    mail.mood = 'away';
    await see([booked(), scheduled]);
    await see([sessionBooked(2, { ownerId: 'oto' }), scheduled], 2);
    expect(notices().map(({ attempts }) => attempts)).toEqual([1, 0]);
    for (let half = 0; half < 11; half += 1) await pass(30_000);
    const tasks = () => views.list('task').map(({ state }) => [state.title, state.status]);
    expect(tasks()).toEqual([['The mail server takes no mail', 'open']]);
    expect(mail.received).toEqual([]);
    mail.mood = 'accept';
    await pass(minute);
    expect(subjects(mail).toSorted()).toEqual(['session 1 has its place', 'session 2 has its place']);
    expect(tasks()).toEqual([['The mail server takes no mail', 'settled']]);
    await die();
  });
});

test('more mails than a minute may have wait for the next', async () => {
  const { mail, see, logIn, pass, die } = await mailed({ values: { 'notices.mailsPerMinute': 2 } });
  for (const number of [1, 2, 3, 4, 5]) {
    const ownerId = `person-${number}`;
    await logIn(ownerId, { mail: `${ownerId}@example.org` });
    await see([sessionBooked(number, { ownerId }), scheduled], number);
  }
  const counts = [mail.received.length];
  for (const ms of [minute - 1, 1, minute]) {
    await pass(ms);
    counts.push(mail.received.length);
  }
  expect(counts).toEqual([2, 2, 4, 5]);
  await die();
});

test('what was there before there was mail is not told by mail', async () => {
  const store = new MemoryStateStore();
  const first = await living({ store });
  await first.see([booked(), scheduled]);
  await first.die();
  const { mail, die } = await mailed({ store });
  expect(mail.received).toEqual([]);
  await die();
});
