import { NoticeId } from '@lcm/core/domain/notice';
import { SessionId } from '@lcm/core/domain/session';
import type { Notice } from '../lib/views.ts';

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
    to: { audience: 'owner', url: 'https://hooks.example.org/people/user' },
    happenedAt: at(-42),
    order: { position: 812, part: 0 },
    queuedAt: at(-42),
    status: 'sent',
    statusSince: at(-42),
    reason: 'the receiver has it',
    attempts: 1,
  };
}

const operators = { audience: 'operators', url: 'https://ops.example.org/lablets' } as const;

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
