import nodemailer from 'nodemailer';
import { type Mail, MailError, type MailMessage } from '../../ports/mail/index.ts';

export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  /** `tls`: from the first byte. `starttls`: or not at all. `none`: only to a server on the same machine. */
  readonly security: 'none' | 'starttls' | 'tls';
  readonly login?: { readonly user: string; readonly password: string } | undefined;
  /** `Lablets <lablets@example.org>`; the part after the at sign makes message ids the world's own. */
  readonly from: string;
  /** Certificates to trust beside those that Node trusts, in PEM. */
  readonly ca?: string | undefined;
  readonly timeoutMs?: number | undefined;
}

/** A mail server by SMTP, one connection a mail: there are few, and none is left open to go stale. */
export class SmtpMail implements Mail {
  readonly #transport: ReturnType<typeof transportOf>;
  readonly #from: string;

  constructor(options: SmtpOptions) {
    this.#transport = transportOf(options);
    this.#from = options.from;
  }

  async deliver({ id, to, subject, text, html, at, choicesUrl }: MailMessage, signal?: AbortSignal): Promise<void> {
    try {
      await this.#transport.sendMail({
        from: this.#from,
        // As an object: a comma in it must not make two receivers of one.
        to: { name: '', address: to },
        subject,
        text,
        html,
        date: new Date(at),
        messageId: `<${id}@${domainOf(this.#from)}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
        ...(choicesUrl !== undefined && { list: { unsubscribe: choicesUrl } }),
        ...(signal && { signal }),
      });
    } catch (error) {
      throw mailErrorOf(error);
    }
  }
}

function transportOf({ host, port, security, login, ca, timeoutMs = 20_000 }: SmtpOptions) {
  return nodemailer.createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(login && { auth: { user: login.user, pass: login.password } }),
    tls: { minVersion: 'TLSv1.2', ...(ca !== undefined && { ca }) },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** `Lablets <lablets@example.org>`: `example.org`. */
function domainOf(from: string): string {
  return /@([\w.-]+)/.exec(from)?.[1] ?? 'localhost';
}

/** What servers say names their users and ours: the number is all that is kept of it. */
function mailErrorOf(error: unknown): MailError {
  const [code, reply, command] = [
    textOf(error, 'code'),
    Number(textOf(error, 'responseCode')),
    textOf(error, 'command'),
  ];
  const away = awayWords[code] ?? (command === 'MAIL FROM' ? 'the mail server takes no mail from us' : undefined);
  const options = { cause: code };
  if (away !== undefined) return new MailError('unreachable', away, options);
  if (reply >= 400)
    return new MailError(reply < 500 ? 'deferred' : 'refused', `the mail server answered ${reply}`, options);
  if (code === 'EENVELOPE') return new MailError('refused', 'what is kept as the address is none', options);
  return new MailError('unreachable', 'the mail server does not answer', options);
}

/** Until it has let us in, what a server says is about us and not about a message. */
const awayWords: Readonly<Record<string, string>> = {
  EAUTH: 'the mail server does not let us in',
  ENOAUTH: 'the mail server wants a login',
  ETLS: 'there is no secure connection to the mail server',
  EDNS: 'the name of the mail server is not known',
  EPROTOCOL: 'what answers is no mail server',
};

function textOf(error: unknown, field: string): string {
  return String(Reflect.get(Object(error), field));
}
