import { instant } from '../../../kernel/index.ts';
import type { Notice } from '../../notice/index.ts';
import type { Concern, ConcernLimits } from '../concern.ts';

/** What the task is about that all mails have in common. */
export const mailSubject = 'mail';

/** Of this nobody is told by mail. */
export const mailCause = 'mail.away';

const server = { kind: mailSubject, id: 'server', name: 'the mail server' } as const;

/** One for the server that all mails go through, however many of them wait for it. */
export function mailConcerns(
  notices: readonly Pick<Notice, 'outageSince' | 'reason'>[],
  { mailAwayMs }: Pick<ConcernLimits, 'mailAwayMs'>,
): readonly Concern[] {
  const waiting = notices.flatMap(({ outageSince, reason }) =>
    outageSince === undefined ? [] : [{ outageSince, reason }],
  );
  const [first] = waiting.toSorted((one, other) => one.outageSince - other.outageSince);
  if (first === undefined) return [];
  return [
    {
      cause: mailCause,
      subject: server,
      from: instant(first.outageSince + mailAwayMs),
      title: 'The mail server takes no mail',
      detail: `${first.reason}. Nobody is told anything by mail meanwhile; what waits is sent when it is back, for six hours.`,
      priority: 'high',
    },
  ];
}
