import { MemoryBlobs } from '@lcm/core/adapters/blobs/memory-blobs';
import { MemoryMail } from '@lcm/core/adapters/mail/memory-mail';
import { MemoryStateStore } from '@lcm/core/adapters/state-store/memory-state-store';
import { MemoryWebhook } from '@lcm/core/adapters/webhook/memory-webhook';
import { DefinitionId } from '@lcm/core/domain/definition';
import type { Notice } from '@lcm/core/domain/notice';
import type { SessionEvent } from '@lcm/core/domain/session';
import { aDefinitionContent, aSession, testNow as at, minute, sessionBooked } from '@lcm/core/domain/testing';
import { describe, expect, test } from 'vitest';
import { later, living, quiet, ready, scheduled, verdict } from '../../testing/notice-plane.ts';
import { type Call, demoDefinition } from '../../testing/plane.ts';

const uma = { role: 'user', id: 'uma' } as const;
const address = 'uma@example.org';
const booked = (number = 1): SessionEvent => sessionBooked(number);
const down: SessionEvent = { type: 'SessionLabDown', reason: 'its host is gone', at };
const up: SessionEvent = { type: 'SessionLabUp', reason: 'its lab is up again', at };
const failed: SessionEvent = { type: 'SessionStopping', outcome: { result: 'failed', reason: 'no lab' }, at };

const subjects = ({ received }: MemoryMail): readonly string[] => received.map(({ subject }) => subject);
const states = (notices: readonly Notice[]) => notices.map(({ status, attempts }) => [status, attempts]);
const bodyOf = async (answer: ReturnType<Call>): Promise<unknown> => {
  const result = await answer;
  return result.ok ? result.value.body : result;
};

describe('who has logged in', () => {
  test('is told of their sessions at the address that came with it, in their own time, with the way there', async () => {
    const mail = new MemoryMail();
    const { see, logIn, die } = await living({ mail });
    await logIn('uma', { mail: address, zone: 'Europe/Berlin' });
    await see([booked(), scheduled]);
    expect(mail.received).toMatchObject([
      {
        id: expect.stringMatching(/^ntc_/),
        to: address,
        subject: 'session 1 has its place',
        choicesUrl: 'https://lablets.example.org/me',
        at,
      },
    ]);
    const [{ text, html } = { text: '', html: '' }] = mail.received;
    expect(text).toContain('It begins at Sat, 21 Nov 2026, 11:00 (Europe/Berlin)');
    expect(text).toContain('https://lablets.example.org/sessions/ses_1');
    expect(html).toContain('<a href="https://lablets.example.org/sessions/ses_1">');
    await die();
  });

  test('is told in UTC while their clock is not known, and one that nobody knows is none', async () => {
    const mail = new MemoryMail();
    const { see, logIn, die } = await living({ mail });
    await logIn('uma', { mail: address, zone: 'Mars/Olympus' });
    await see([booked(), scheduled]);
    expect(mail.received[0]?.text).toContain('It begins at 2026-11-21 10:00 UTC');
    await die();
  });

  test('and nobody else reads the address: not in notices, histories, audits or what is stored', async () => {
    const [mail, store, blobs] = [new MemoryMail(), new MemoryStateStore(), new MemoryBlobs()];
    const { see, logIn, die, call } = await living({ mail, store, blobs });
    await logIn('uma', { mail: address });
    await see([booked(), scheduled]);
    const seen = [
      await bodyOf(call('ListNotices', {})),
      await bodyOf(call('ListAudit', {})),
      await store.published(0, 1_000),
    ];
    expect(JSON.stringify(seen)).toContain('PersonKnown');
    expect(JSON.stringify(seen)).not.toContain(address);
    expect(await bodyOf(call('GetMyMail', {}, uma))).toMatchObject({ address, isSent: true, zone: 'UTC' });
    expect(await bodyOf(call('GetMyMail', {}, { role: 'user', id: 'oto' }))).toMatchObject({ address: undefined });
    await die();
  });

  test('with another address is told there, and the older one is forgotten; without one they are told nothing', async () => {
    const [mail, blobs] = [new MemoryMail(), new MemoryBlobs()];
    const { see, logIn, die, views, plane } = await living({ mail, blobs });
    await logIn('uma', { mail: address });
    const before = views.list('person')[0]?.state.mailKey ?? '';
    await logIn('uma', { mail: 'uma@example.com' });
    expect(await plane.deps.mailAddresses.read(before)).toBeUndefined();
    await see([booked(), scheduled]);
    expect(mail.received.map(({ to }) => to)).toEqual(['uma@example.com']);
    await logIn('uma');
    await see([ready]);
    expect(mail.received).toHaveLength(1);
    await die();
  });

  test('twice as before changes nothing', async () => {
    const { logIn, die, views } = await living({ mail: new MemoryMail() });
    await logIn('uma', { mail: address });
    await logIn('uma', { mail: address });
    expect(views.list('person')).toMatchObject([{ version: 1 }]);
    await die();
  });
});

describe('somebody’s wishes', () => {
  const wishes = { mail: true, muted: ['ready'], quietMinutes: 30, zone: 'Asia/Tokyo' } as const;

  test('count from then on, also for what waits', async () => {
    const mail = new MemoryMail();
    const { see, logIn, pass, die, call, notices } = await living({ mail });
    await logIn('uma', { mail: address });
    mail.mood = 451;
    await see([booked(), scheduled]);
    expect(await bodyOf(call('ChangeMyMail', { ...wishes, muted: ['place', 'ready'] }, uma))).toMatchObject({
      wishes: { quietMinutes: 30 },
      quietMinutes: 30,
      zone: 'Asia/Tokyo',
    });
    mail.mood = 'accept';
    await pass(10_000);
    await see([ready]);
    await see([failed]);
    expect(subjects(mail)).toEqual(['session 1 has failed']);
    expect(notices()).toMatchObject([{ status: 'overtaken', reason: expect.stringContaining('not want') }, {}]);
    await die();
  });

  test('may be that nothing is mailed at all, and then their address is not kept either', async () => {
    const mail = new MemoryMail();
    const { see, logIn, die, call, views, plane } = await living({ mail });
    await logIn('uma', { mail: address });
    const mailKey = views.list('person')[0]?.state.mailKey ?? '';
    await call('ChangeMyMail', { mail: false, muted: [] }, uma);
    expect(await plane.deps.mailAddresses.read(mailKey)).toBeUndefined();
    await logIn('uma', { mail: address });
    await see([booked(), scheduled]);
    expect([mail.received, views.list('person')[0]?.state.mailKey]).toEqual([[], undefined]);
    expect(await call('TestMyMail', {}, uma)).toMatchObject({ rejection: { code: 'person.no-address' } });
    await die();
  });

  test('name a time zone that exists', async () => {
    const { die, call } = await living({ mail: new MemoryMail() });
    const answer = await call('ChangeMyMail', { ...wishes, zone: 'Mars/Olympus' }, uma);
    expect(answer).toMatchObject({ rejection: { code: 'person.unknown-zone' } });
    await die();
  });
});

describe('what comes soon after a mail', () => {
  test('waits its minutes and comes in one mail, what is the same only as it is in the end', async () => {
    const mail = new MemoryMail();
    const { see, logIn, pass, die, notices } = await living({ mail, values: { 'notices.quietMinutes': 5 } });
    await logIn('uma', { mail: address });
    await see([booked(), scheduled]);
    await see([down, up]);
    await see([booked(2), scheduled], 2);
    await see([{ ...down, reason: 'its host is gone again' }]);
    await pass(5 * minute - 1);
    expect(subjects(mail)).toEqual(['session 1 has its place']);
    await pass(1);
    expect(subjects(mail)).toEqual(['session 1 has its place', 'session 1 goes on and 2 more']);
    expect(mail.received[1]?.text).toContain('Its host is gone again.');
    expect(mail.received[1]?.text).not.toContain('Its host is gone.');
    expect(new Set(states(notices()).map(String))).toEqual(new Set(['sent,1']));
    expect(notices()).toHaveLength(5);
    await die();
  });

  test('does not wait when it is that the lab is ready, and takes along what waits', async () => {
    const mail = new MemoryMail();
    const { see, logIn, die } = await living({ mail });
    await logIn('uma', { mail: address });
    await see([booked(), scheduled]);
    await see([{ type: 'SessionExtended', end: later(1), until: later(2), summary: '', at }]);
    await see([ready]);
    expect(subjects(mail)).toEqual(['session 1 has its place', 'session 1 is ready and 1 more']);
    await die();
  });
});

describe('a mailbox of operators', () => {
  const values = {
    'notices.mails': ['noc@example.org'],
    'notices.failures': [`${aDefinitionContent.slug} labs@example.org`, 'other labs@example.com'],
  };

  test('is told what needs attention, once a task, and never that mail is away', async () => {
    const mail = new MemoryMail();
    const { see, die } = await living({ mail, values });
    await see([booked(), failed]);
    expect(mail.received).toMatchObject([{ to: 'noc@example.org', subject: 'The session session 1 failed' }]);
    expect(mail.received[0]?.text).toContain('https://lablets.example.org/tasks/tsk_');
    expect(mail.received[0]?.choicesUrl).toBeUndefined();
    await die();
  });

  test('is told when sessions of its definition fail, and so is a webhook', async () => {
    const [mail, webhook] = [new MemoryMail(), new MemoryWebhook()];
    const failures = [...values['notices.failures'], `${aDefinitionContent.slug} https://hooks.example.org/failed`];
    const { see, die, call } = await living({ mail, webhook, values: { 'notices.failures': failures } });
    await call('PublishDefinition', { content: aDefinitionContent }, { role: 'lablet-controller' });
    const definition = { ...aSession().definition, id: DefinitionId.parse(demoDefinition) };
    await see([sessionBooked(1, { definition }), scheduled, failed]);
    await see([booked(2), failed], 2);
    expect(mail.received.map(({ to, subject }) => [to, subject])).toEqual([
      ['labs@example.org', 'session 1 has failed'],
    ]);
    expect(webhook.received.map(({ url }) => url)).toEqual(['https://hooks.example.org/failed']);
    await die();
  });

  test('is told because the author of the lab says so, of every version, and a webhook as long as its host is allowed', async () => {
    const [mail, webhook] = [new MemoryMail(), new MemoryWebhook()];
    const hosts = { 'notices.hosts': ['hooks.example.org'] };
    const { see, die, call } = await living({ mail, webhook, values: hosts });
    await call('PublishDefinition', { content: aDefinitionContent }, { role: 'lablet-controller' });
    const receivers = ['author@example.org', 'https://hooks.example.org/failed'];
    await call('SetReceivers', { definitionId: demoDefinition, receivers }, { role: 'lab-author' });
    const next = { ...aDefinitionContent, version: '1.0.1', packageHash: 'b'.repeat(64) };
    await call('PublishDefinition', { content: next }, { role: 'lablet-controller' });
    const definition = { ...aSession().definition, id: DefinitionId.parse(`def_${'b'.repeat(16)}`) };
    await see([sessionBooked(1, { definition }), scheduled, failed]);
    expect(mail.received.map(({ to }) => to)).toEqual(['author@example.org']);
    expect(webhook.received.map(({ url }) => url)).toEqual(['https://hooks.example.org/failed']);
    await call('ChangeSettings', { values: { 'notices.hosts': [] } });
    await see([sessionBooked(2, { definition }), scheduled, failed], 2);
    expect(webhook.received).toHaveLength(1);
    await die();
  });

  test('gets a test when an admin asks, and somebody theirs', async () => {
    const mail = new MemoryMail();
    const { die, see, logIn, call, notices } = await living({ mail, values });
    expect(await call('TestMyMail', {}, uma)).toMatchObject({ rejection: { code: 'person.no-address' } });
    await logIn('uma', { mail: address });
    await call('TestNotices', {});
    await call('TestMyMail', {}, uma);
    await quiet();
    expect(mail.received.map(({ to, subject }) => [to, subject])).toEqual([
      ['noc@example.org', 'A test'],
      [address, 'A test'],
    ]);
    expect(await bodyOf(call('ListNotices', {}, uma))).toMatchObject({ items: [{ to: { person: 'uma' } }] });
    expect(notices()).toHaveLength(2);
    expect(await call('TestMyMail', {}, uma)).toMatchObject({ rejection: { code: 'person.too-soon' } });
    await see([booked(), scheduled]);
    expect(subjects(mail).at(-1)).toBe('session 1 has its place');
    await die();
  });
});

test('a letter is text wherever names come from, and its subject one line', async () => {
  const mail = new MemoryMail();
  const { see, logIn, die } = await living({ mail });
  await logIn('uma', { mail: address });
  const named = { ...booked(), name: '<b>x</b>\r\nBcc: eve@example.org' };
  await see([
    named,
    { type: 'SessionVerdictGiven', verdict: { ...verdict, placed: false, summary: '<img src=x>' }, at },
  ]);
  expect(mail.received).toMatchObject([{ subject: '<b>x</b> Bcc: eve@example.org has no place' }]);
  const { html = '' } = mail.received[0] ?? {};
  expect(html).toContain('&lt;img src=x&gt;');
  expect(html).not.toMatch(/<b>|<img/);
  await die();
});
