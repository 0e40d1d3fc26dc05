import { toIso } from '@lcm/core/kernel';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Mailbox, moodSchema, type ReceivedMail } from './model/mailbox.ts';
import { listPage, mailPage, missingPage } from './page/mail-page.ts';
import { openSmtp, type SmtpSettings } from './smtp.ts';

export interface MailSimulatorOptions {
  readonly mailbox: Mailbox;
  readonly smtp: SmtpSettings;
  /** Where its page is; 0 takes any free port. */
  readonly page: { readonly host: string; readonly port: number };
}

export interface MailSimulator {
  readonly smtpPort: number;
  readonly url: string;
  close(): Promise<void>;
}

/** A mail server that keeps what it is given: SMTP for the product, a page and REST for whoever wants to see. */
export async function startMailSimulator({ mailbox, smtp, page }: MailSimulatorOptions): Promise<MailSimulator> {
  const server = await openSmtp(mailbox, smtp);
  const app = Fastify({ forceCloseConnections: true });
  pages(app, mailbox);
  rest(app, mailbox);
  const url = await app.listen(page);
  return {
    smtpPort: server.port,
    url,
    async close() {
      await Promise.all([server.close(), app.close()]);
    },
  };
}

const Filter = z.object({ to: z.string().max(200).default('') });
const Numbered = z.object({ number: z.coerce.number().int() });

function pages(app: FastifyInstance, mailbox: Mailbox): void {
  app.get('/', async ({ query }, reply) => {
    const { to } = Filter.parse(query);
    return sendPage(reply, listPage(mailbox.list(to), to));
  });
  app.get('/mails/:number', async ({ params }, reply) => {
    const mail = mailbox.find(Numbered.parse(params).number);
    return sendPage(mail ? reply : reply.code(404), mail ? mailPage(mail) : missingPage());
  });
  // Somebody else's markup: it runs nothing and loads nothing.
  app.get('/mails/:number/html', async ({ params }, reply) => {
    const mail = mailbox.find(Numbered.parse(params).number);
    const policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-popups-to-escape-sandbox";
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .send(mail?.html ?? '');
  });
}

async function sendPage(reply: FastifyReply, page: string): Promise<FastifyReply> {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; img-src data:; form-action 'self'";
  return reply.type('text/html; charset=utf-8').header('content-security-policy', policy).send(page);
}

/** What no real mail server has: a look inside, and moods on demand. */
function rest(app: FastifyInstance, mailbox: Mailbox): void {
  app.get('/_mails', ({ query }) => ({ items: mailbox.list(Filter.parse(query).to).map(shown) }));
  app.delete('/_mails', () => {
    mailbox.clear();
    return { items: [] };
  });
  app.put('/_mood', ({ body }) => {
    mailbox.mood = moodSchema.parse(z.object({ mood: z.unknown() }).parse(body).mood);
    return { mood: mailbox.mood };
  });
}

function shown({ at, ...mail }: ReceivedMail) {
  return { ...mail, at: toIso(at) };
}
