import * as z from 'zod';

/** How mails leave the house. */
export const mailConfig = z.object({
  SMTP_HOST: z.string().min(1).optional().meta({ description: 'The mail server; without it nobody is told by mail.' }),
  SMTP_PORT: z.coerce.number().int().min(1).max(65_535).default(587),
  SMTP_SECURITY: z.enum(['starttls', 'tls', 'none']).default('starttls').meta({
    description: 'tls: from the first byte, mostly on port 465. none: only for a server on the same machine.',
  }),
  SMTP_USERNAME: z.string().min(1).optional(),
  SMTP_PASSWORD: z.string().min(1).optional().meta({ secret: true }),
  MAIL_FROM: z
    .string()
    .regex(/^(?:[^<>@\r\n]{1,100} <[\w.+-]+@[\w.-]+>|[\w.+-]+@[\w.-]+)$/, {
      error: 'must be an address, or a name and an address: Lablets <lablets@example.org>',
    })
    .optional()
    .meta({ description: 'Who mails are from.' }),
});

export type MailConfig = z.output<typeof mailConfig>;

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

/** @throws Error when the settings contradict each other: a mail that cannot be sent, or a password in the clear */
export function checkedMail({ SMTP_HOST: host, ...config }: MailConfig) {
  const { SMTP_SECURITY: security, SMTP_USERNAME: user, SMTP_PASSWORD: password, MAIL_FROM: from } = config;
  if (host === undefined) return undefined;
  if (from === undefined) throw new Error('With SMTP_HOST, MAIL_FROM must say who mails are from.');
  if ((user === undefined) !== (password === undefined)) {
    throw new Error('SMTP_USERNAME and SMTP_PASSWORD go together.');
  }
  if (security === 'none' && !loopback.test(host)) {
    throw new Error('SMTP_SECURITY=none is only for a mail server on the same machine.');
  }
  const login = user === undefined || password === undefined ? undefined : { user, password };
  return { host, port: config.SMTP_PORT, security, login, from };
}
