import { type Instant, unreachable } from '../../kernel/index.ts';
import type { NoticeStatus } from './lifecycle.ts';
import type { Notice, NoticeEvent } from './notice.ts';

/** What the notice is after the event. It never refuses: what was committed has happened. */
export function evolveNotice(notice: Notice | undefined, event: NoticeEvent): Notice {
  if (event.type === 'NoticeQueued') return queued(event);
  if (notice === undefined) throw new Error(`${event.type} before NoticeQueued`);
  const { at } = event;
  const attempts = notice.attempts + 1;
  switch (event.type) {
    case 'NoticeSent':
      return { ...settled(notice, 'sent', { reason: 'the receiver has it', at }), attempts };
    case 'NoticeAttemptFailed':
      return { ...notice, attempts, reason: event.reason, nextTryAt: event.nextTryAt };
    case 'NoticeGivenUp':
      return { ...settled(notice, 'failed', event), attempts };
    case 'NoticeOvertaken':
      return settled(notice, 'overtaken', event);
    case 'NoticeRetryAsked':
      return { ...settled(notice, 'queued', { reason: `${event.by} wants it sent again`, at }), attempts: 0 };
    case 'NoticeRemoved':
      return settled(notice, 'removed', { reason: 'it was kept long enough', at });
    default:
      return unreachable(event);
  }
}

function queued({ id, content, at }: Extract<NoticeEvent, { type: 'NoticeQueued' }>): Notice {
  const waits = { status: 'queued', statusSince: at, reason: 'waits to be sent', attempts: 0 } as const;
  return { ...content, id, queuedAt: at, ...waits };
}

function settled(
  { nextTryAt: _, ...notice }: Notice,
  status: NoticeStatus,
  { reason, at }: { readonly reason: string; readonly at: Instant },
): Notice {
  return { ...notice, status, statusSince: at, reason };
}
