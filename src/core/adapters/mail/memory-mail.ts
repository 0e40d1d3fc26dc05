import { type Mail, MailError, type MailMessage } from '../../ports/mail/index.ts';

/** A server that only remembers, for tests. */
export class MemoryMail implements Mail {
  readonly received: MailMessage[] = [];
  /** What it answers from now on; `undefined`: it takes the message, and the answer is lost. */
  mood: 'accept' | 'away' | number | undefined = 'accept';

  async deliver(message: MailMessage): Promise<void> {
    const { mood } = this;
    if (mood === 'away') throw new MailError('unreachable', 'the mail server does not answer');
    if (typeof mood === 'number')
      throw new MailError(mood < 500 ? 'deferred' : 'refused', `the mail server answered ${mood}`);
    this.received.push(message);
    if (mood === undefined) throw new MailError('unreachable', 'the mail server does not answer');
  }
}
