import { type Instant, unreachable } from '../../kernel/index.ts';
import type { NoticeStatus } from './lifecycle.ts';
import { attemptsAfter, type Notice, type NoticeEvent } from './notice.ts';
import { isMail } from './receiver.ts';

/** What the notice is after the event. It never refuses: what was committed has happened. */
export function evolveNotice(notice: Notice | undefined, event: NoticeEvent): Notice {
  if (event.type === 'NoticeQueued') return queued(event);
  if (notice === undefined) throw new Error(`${event.type} before NoticeQueued`);
  const { at } = event;
  const attempts = notice.attempts + 1;
  switch (event.type) {
    case 'NoticeSent':
      return {
        ...settled(notice, 'sent', {
          reason: isMail(notice.to) ? 'the mail server took it' : 'the receiver has it',
          at,
        }),
        attempts,
      };
    case 'NoticeAttemptFailed':
      return { ...notice, ...waiting(notice, event) };
    case 'NoticesGathered':
      return { ...notice, gathered: event.others };
    case 'NoticeGivenUp':
      return { ...settled(notice, 'failed', event), attempts };
    case 'NoticeOvertaken':
      return settled(notice, 'overtaken', event);
    case 'NoticeRetryAsked':
      return asked(notice, event);
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

function waiting(
  notice: Notice,
  { reason, nextTryAt, outage, at }: Extract<NoticeEvent, { type: 'NoticeAttemptFailed' }>,
): Pick<Notice, 'reason' | 'nextTryAt' | 'outageSince' | 'attempts'> {
  if (outage !== true) return { reason, nextTryAt, outageSince: undefined, attempts: attemptsAfter(notice) };
  return { reason, nextTryAt, outageSince: notice.outageSince ?? at, attempts: notice.attempts + 1 };
}

/** What was given up goes its own way, with nothing along; what waits may have arrived, and stays the mail that it is. */
function asked(notice: Notice, { by, at }: Extract<NoticeEvent, { type: 'NoticeRetryAsked' }>): Notice {
  const again = { ...settled(notice, 'queued', { reason: `${by} wants it sent again`, at }), attempts: 0 };
  return notice.status === 'failed' && isMail(notice.to) ? { ...again, gathered: [] } : again;
}

function settled(
  { nextTryAt: _, outageSince: _outage, ...notice }: Notice,
  status: NoticeStatus,
  { reason, at }: { readonly reason: string; readonly at: Instant },
): Notice {
  return { ...notice, status, statusSince: at, reason };
}
