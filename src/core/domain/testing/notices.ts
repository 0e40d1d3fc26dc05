import { evolveNotice, type Notice, type NoticeContent, type NoticeDecision, NoticeId } from '../notice/index.ts';
import { testNow as at } from './index.ts';

export function aNotice(fields: Partial<Notice> = {}): Notice {
  const content: NoticeContent = {
    occasion: 'ready',
    title: 'Monday is ready',
    text: 'Its lab is up.',
    facts: {},
    to: { audience: 'owner', url: 'https://hooks.example.org/told' },
    happenedAt: at,
    order: { position: 1, part: 0 },
  };
  const queued = { type: 'NoticeQueued', id: NoticeId.parse('ntc_1'), content, at } as const;
  return { ...evolveNotice(undefined, queued), ...fields };
}

/** What the notice is once that is decided, which must not be refused. */
export function afterDecision(notice: Notice, decided: NoticeDecision): Notice {
  if (!decided.ok) throw new Error(decided.rejection.code);
  return decided.value.reduce<Notice>(evolveNotice, notice);
}
