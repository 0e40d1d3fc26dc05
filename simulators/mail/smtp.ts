import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';
import type { Mailbox } from './model/mailbox.ts';

export interface SmtpSettings {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** With a certificate: STARTTLS, or TLS from the first byte. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly fromTheFirstByte?: boolean } | undefined;
  /** With a login: nobody is served without it. */
  readonly login?: { readonly user: string; readonly password: string } | undefined;
}

export interface OpenSmtp {
  readonly port: number;
  close(): Promise<void>;
}

/** Takes mails by SMTP and puts them into the mailbox. */
export async function openSmtp(mailbox: Mailbox, settings: SmtpSettings): Promise<OpenSmtp> {
  const server = new SMTPServer({
    ...secured(settings),
    ...guarded(settings),
    disableReverseLookup: true,
    closeTimeout: 100,
    size: 5_000_000,
    onData: (stream, session, answer) => {
      void take(mailbox, stream, session).then(
        (refused) => answer(refused),
        (error: unknown) => answer(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });
  // A client that hangs up in the middle is no trouble of ours.
  server.on('error', () => undefined);
  const hangUp = ({ id }: SMTPServerSession): void => {
    for (const connection of server.connections) if (connection.id === id) connection.close();
  };
  const take = async (
    box: Mailbox,
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
  ): Promise<Error | null> => {
    const raw = await text(stream);
    const { mood } = box;
    if (typeof mood === 'number') return Object.assign(new Error('not now'), { responseCode: mood });
    box.take(
      session.envelope.rcptTo.map(({ address }) => address),
      raw,
    );
    if (mood === 'lost') hangUp(session);
    return null;
  };
  server.listen(settings.port, settings.host);
  await once(server.server, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server on TCP has such an address
  const { port } = server.server.address() as AddressInfo;
  return { port, close: async () => new Promise((closed) => server.close(() => closed())) };
}

function secured({ tls }: SmtpSettings): SMTPServerOptions {
  if (tls === undefined) return { disabledCommands: ['STARTTLS'] };
  return { key: tls.key, cert: tls.cert, secure: tls.fromTheFirstByte === true };
}

function guarded({ login }: SmtpSettings): SMTPServerOptions {
  if (login === undefined) return { authOptional: true };
  return {
    onAuth: ({ username, password }, _session, answer) => {
      const isRight = username === login.user && password === login.password;
      answer(isRight ? null : new Error('wrong user or password'), isRight ? { user: username } : undefined);
    },
  };
}
