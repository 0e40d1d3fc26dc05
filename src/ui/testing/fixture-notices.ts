import { NoticeId } from '@lcm/core/domain/notice';
import { SessionId } from '@lcm/core/domain/session';
import type { MyMail, Notice } from '../lib/views.ts';

type At = (minutes: number) => string;

function aNotice(at: At): Notice {
  return {
    id: NoticeId.parse('ntc_1'),
    version: 2,
    occasion: 'ready',
    title: 'Two sites over OSPF for user is ready',
    text: 'Its lab is up and waits for its candidate.',
    facts: { link: 'https://lablets.example.org/sessions/ses_1' },
    session: { id: SessionId.parse('ses_1'), name: 'Two sites over OSPF for user', ownerId: 'user' },
    to: { audience: 'owner', channel: 'webhook', url: 'https://hooks.example.org/people/user' },
    happenedAt: at(-42),
    order: { position: 812, part: 0 },
    queuedAt: at(-42),
    status: 'sent',
    statusSince: at(-42),
    reason: 'the receiver has it',
    attempts: 1,
  };
}

const operators = { audience: 'operators', channel: 'webhook', url: 'https://ops.example.org/lablets' } as const;

function cameTooLate(at: At): Notice {
  return {
    ...aNotice(at),
    id: NoticeId.parse('ntc_4'),
    occasion: 'starts-soon',
    title: 'Two sites over OSPF for user begins soon',
    text: 'It begins at 2026-11-21 09:20 UTC.',
    to: operators,
    status: 'overtaken',
    reason: 'what it was to remind of has moved, has come or is over',
    attempts: 2,
    queuedAt: at(-55),
    statusSince: at(-54),
  };
}

/** One that a mail server does not take now, and one that it never will. */
function mailed(first: Notice, at: At): readonly Notice[] {
  const mail = { ...first, to: { audience: 'owner', channel: 'mail', person: 'user' } } as const;
  const waits = { status: 'queued', reason: 'the mail server does not answer', attempts: 4, nextTryAt: at(4) } as const;
  const refused = { status: 'failed', reason: 'the mail server answered 550', attempts: 1 } as const;
  return [
    {
      ...mail,
      ...waits,
      id: NoticeId.parse('ntc_6'),
      outageSince: at(-9),
      gathered: [NoticeId.parse('ntc_8')],
      queuedAt: at(-9),
      statusSince: at(-9),
    },
    { ...mail, ...refused, id: NoticeId.parse('ntc_7'), queuedAt: at(-11), statusSince: at(-11) },
  ];
}

export const myMail: MyMail = {
  isSent: true,
  address: 'user@lablets.example',
  wishes: { mail: true, muted: ['reminders'] },
  quietMinutes: 5,
  zone: 'Europe/Berlin',
};

/** One that arrived, one that is tried again, one that was given up, one that came too late, and a test. */
export function fixtureNotices(at: At): readonly Notice[] {
  const first = aNotice(at);
  const second = {
    ...first,
    title: 'Two sites over OSPF for user ends soon',
    text: 'It ends at 2026-11-21 10:20 UTC.',
  };
  return [
    first,
    {
      ...second,
      id: NoticeId.parse('ntc_2'),
      occasion: 'ends-soon',
      status: 'queued',
      reason: 'the receiver answered 503',
      attempts: 3,
      nextTryAt: at(1),
      queuedAt: at(-2),
      statusSince: at(-2),
    },
    {
      ...first,
      id: NoticeId.parse('ntc_3'),
      to: operators,
      status: 'failed',
      reason: 'no answer in time',
      attempts: 12,
    },
    cameTooLate(at),
    ...mailed(first, at),
    {
      ...first,
      id: NoticeId.parse('ntc_5'),
      occasion: 'test',
      title: 'A test',
      text: 'Ada Admin wanted to see that it arrives.',
      session: undefined,
      to: operators,
      queuedAt: at(-300),
      statusSince: at(-300),
    },
  ];
}
