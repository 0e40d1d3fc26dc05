import { SystemClock } from '@lcm/core/adapters/system/system-clock';
import { StateFile } from '@lcm/simulator-kit/state-file';
import { z } from 'zod';
import { Mailbox } from './model/mailbox.ts';
import { startMailSimulator } from './server.ts';

const environment = z.object({
  MAIL_HOST: z.string().default('127.0.0.1'),
  MAIL_SMTP_PORT: z.coerce.number().int().default(1025),
  MAIL_PAGE_PORT: z.coerce.number().int().default(8025),
  MAIL_STATE: z.string().default('data/mail.json'),
});

const { MAIL_HOST: host, ...config } = environment.parse(process.env);
const file = new StateFile(config.MAIL_STATE);
const mailbox = new Mailbox(new SystemClock(), { saved: file.read(), onChange: (state) => file.write(state) });
const server = await startMailSimulator({
  mailbox,
  smtp: { host, port: config.MAIL_SMTP_PORT },
  page: { host, port: config.MAIL_PAGE_PORT },
});
process.stdout.write(`Simulated mail server at port ${server.smtpPort}, its mails at ${server.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close());
