import { SmtpMail } from '@lcm/core/adapters/mail/smtp-mail';
import { FakeClock, instant } from '@lcm/core/kernel';
import { mailContract } from '@lcm/core/ports/mail/contract';
import { generate } from 'selfsigned';
import { afterEach, describe, expect, test } from 'vitest';
import { Mailbox } from './model/mailbox.ts';
import { type MailSimulator, type MailSimulatorOptions, startMailSimulator } from './server.ts';

const at = instant(Date.UTC(2026, 10, 21, 9));
const host = '127.0.0.1';
const from = 'Lablets <lablets@example.org>';

async function start(smtp: Partial<MailSimulatorOptions['smtp']> = {}) {
  const mailbox = new Mailbox(new FakeClock(at));
  const simulator = await startMailSimulator({ mailbox, smtp: { host, port: 0, ...smtp }, page: { host, port: 0 } });
  const to = { host, port: simulator.smtpPort, from, timeoutMs: 5_000 };
  return { mailbox, simulator, to };
}

mailContract('SMTP', async () => {
  const { mailbox, simulator, to } = await start();
  let isOpen = true;
  const vanish = async (): Promise<void> => {
    if (isOpen) await simulator.close();
    isOpen = false;
  };
  return {
    mail: new SmtpMail({ ...to, security: 'none' }),
    received: () =>
      mailbox
        .list()
        .toReversed()
        .map(({ messageId, receivers: [receiver = ''], text }) => ({
          id: messageId.replaceAll(/[<>]|@.*/g, ''),
          to: receiver,
          text,
        })),
    become: (mood) => {
      mailbox.mood = mood ?? 'lost';
    },
    vanish,
    close: vanish,
  };
});

const message = {
  id: 'ntc_1',
  to: 'uma@example.org',
  subject: 'Grüße: ein Lab ist bereit',
  text: 'Für Uma: 100 % = fertig.\n\nEine sehr lange Zeile, damit sie beim Senden geteilt werden muss, weil sie länger als sechsundsiebzig Zeichen ist.',
  html: '<p>Für <b>Uma</b></p>',
  at,
  choicesUrl: 'https://lablets.example.org/me',
};

let running: MailSimulator | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

async function open(smtp: Partial<MailSimulatorOptions['smtp']> = {}) {
  const opened = await start(smtp);
  running = opened.simulator;
  return opened;
}

describe('a mail by SMTP', () => {
  test('arrives as it was written, with an id of its own in the world and a way out', async () => {
    const { mailbox, to } = await open();
    await new SmtpMail({ ...to, security: 'none' }).deliver(message);
    const [mail] = mailbox.list();
    expect(mail).toMatchObject({
      subject: message.subject,
      text: message.text,
      messageId: '<ntc_1@example.org>',
      date: 'Sat, 21 Nov 2026 09:00:00 +0000',
      receivers: ['uma@example.org'],
      at,
    });
    expect(mail?.html?.trim()).toBe(message.html);
    const { mails } = mailbox.toJSON();
    expect(mails[0]?.raw).toMatch(/^List-Unsubscribe: <https:\/\/lablets\.example\.org\/me>\r$/m);
    expect(mails[0]?.raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  });

  test('has one receiver, and no line of its header is anybody else’s', async () => {
    const { mailbox, to } = await open();
    const mail = new SmtpMail({ ...to, security: 'none' });
    await mail.deliver({ ...message, subject: 'a\r\nBcc: eve@example.org' });
    expect(mailbox.list()).toMatchObject([{ receivers: ['uma@example.org'] }]);
    expect(mailbox.toJSON().mails[0]?.raw).not.toMatch(/^Bcc:/m);
    const two = mail.deliver({ ...message, to: 'uma@example.org, eve@example.org' });
    await expect(two).rejects.toMatchObject({ code: 'refused' });
    expect(mailbox.list('eve')).toEqual([]);
  });

  test('ends when its sender ends', async () => {
    const { mailbox, to } = await open();
    const stop = AbortSignal.abort();
    await expect(new SmtpMail({ ...to, security: 'none' }).deliver(message, stop)).rejects.toThrow('mail server');
    expect(mailbox.list()).toEqual([]);
  });
});

describe('a server that wants to know who we are', () => {
  const login = { user: 'lcm', password: 'a password of this test alone' };

  test.each([
    ['starttls', false],
    ['tls', true],
  ] as const)('is told over %s, and nobody else is', async (security, fromTheFirstByte) => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: host }] }],
    });
    const { mailbox, to } = await open({ tls: { key, cert, fromTheFirstByte }, login });
    const options = { ...to, security } as const;
    await expect(new SmtpMail({ ...options, login }).deliver(message)).rejects.toMatchObject({ code: 'unreachable' });
    const wrong = new SmtpMail({ ...options, ca: cert, login: { ...login, password: 'another' } });
    const refusal = { code: 'unreachable', message: 'the mail server does not let us in' };
    await expect(wrong.deliver(message)).rejects.toMatchObject(refusal);
    expect(mailbox.list()).toEqual([]);
    await new SmtpMail({ ...options, ca: cert, login }).deliver(message);
    expect(mailbox.list()).toHaveLength(1);
  });

  test('is told nothing where it has no secure connection', async () => {
    const { mailbox, to } = await open();
    const mail = new SmtpMail({ ...to, security: 'starttls', login });
    await expect(mail.deliver(message)).rejects.toMatchObject({ code: 'unreachable' });
    expect(mailbox.list()).toEqual([]);
  });
});

describe('the mailbox', () => {
  test('is looked at on a page and by REST, by whom it is for', async () => {
    const { to, simulator } = await open();
    const mail = new SmtpMail({ ...to, security: 'none' });
    await mail.deliver({ ...message, subject: '<script>alert(1)</script>' });
    await mail.deliver({ ...message, id: 'ntc_2', to: 'noc@example.org' });
    const page = await (await fetch(`${simulator.url}/?to=uma`)).text();
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toContain('noc@example.org');
    const one = await (await fetch(`${simulator.url}/mails/1`)).text();
    expect(one).toContain('Für Uma: 100 % = fertig.');
    const markup = await fetch(`${simulator.url}/mails/1/html`);
    expect(markup.headers.get('content-security-policy')).toContain('sandbox');
    expect((await fetch(`${simulator.url}/mails/9`)).status).toBe(404);
    const listed: unknown = await (await fetch(`${simulator.url}/_mails?to=noc`)).json();
    expect(listed).toMatchObject({ items: [{ number: 2, messageId: '<ntc_2@example.org>' }] });
    const headers = { 'content-type': 'application/json' };
    await fetch(`${simulator.url}/_mood`, { method: 'PUT', headers, body: '{"mood":451}' });
    await expect(mail.deliver(message)).rejects.toMatchObject({ code: 'deferred' });
    await fetch(`${simulator.url}/_mails`, { method: 'DELETE' });
    expect(await (await fetch(`${simulator.url}/_mails`)).json()).toEqual({ items: [] });
  });

  test('remembers what it was given when it is killed', () => {
    let saved: unknown;
    const onChange = (state: unknown): void => {
      saved = JSON.parse(JSON.stringify(state));
    };
    const mailbox = new Mailbox(new FakeClock(at), { onChange });
    mailbox.take(['uma@example.org'], 'Subject: one\r\n\r\nHello');
    const next = new Mailbox(new FakeClock(at), { saved });
    expect(next.list()).toEqual(mailbox.list());
    next.take(['uma@example.org'], 'Subject: two\r\n\r\nHello');
    expect(next.list().map(({ number, subject }) => [number, subject])).toEqual([
      [2, 'two'],
      [1, 'one'],
    ]);
  });
});
