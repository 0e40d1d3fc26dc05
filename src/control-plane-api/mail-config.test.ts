import { expect, test } from 'vitest';
import { checkedMail, mailConfig } from './mail-config.ts';

const checked = (environment: Readonly<Record<string, string>>) => checkedMail(mailConfig.parse(environment));
const server = { SMTP_HOST: 'smtp.example.org', MAIL_FROM: 'Lablets <lablets@example.org>' };

test('without a mail server nothing is mailed, and nothing else need be said', () => {
  expect(checked({})).toBeUndefined();
});

test('a mail server is spoken to securely unless it is on the same machine', () => {
  expect(checked(server)).toMatchObject({
    host: 'smtp.example.org',
    port: 587,
    security: 'starttls',
    login: undefined,
  });
  expect(checked({ ...server, SMTP_HOST: '127.0.0.1', SMTP_SECURITY: 'none' })).toMatchObject({ security: 'none' });
  expect(() => checked({ ...server, SMTP_SECURITY: 'none' })).toThrow('only for a mail server on the same machine');
});

test('a user without a password, and mails from nobody, stop the start', () => {
  expect(() => checked({ ...server, SMTP_USERNAME: 'lcm' })).toThrow('go together');
  expect(() => checked({ SMTP_HOST: 'smtp.example.org' })).toThrow('MAIL_FROM');
});

test.each([
  'nobody',
  'a <b@c>\r\nBcc: d@e',
  'Lablets <lablets@example.org> <x@y>',
])('%j is nobody to be from', (from) => {
  expect(mailConfig.safeParse({ MAIL_FROM: from }).success).toBe(false);
});
