import { type Instant, instant, ok, type Result, reject } from '../../kernel/index.ts';
import { isQueued, type NoticeStatus, noticeCanRetry } from './lifecycle.ts';
import type { Notice, NoticeEvent } from './notice.ts';

export type NoticeRejection = { readonly code: 'notice.wrong-state'; readonly status: NoticeStatus };
export type NoticeDecision = Result<NoticeEvent[], NoticeRejection>;

/** Six hours in all: a night's outage of a receiver is over by then, or somebody has to look. */
const mostAttempts = 12;
const firstPauseMs = 10_000;
const longestPauseMs = 3_600_000;

/** How long to wait after so many attempts that failed. */
export function pauseAfter(attempts: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 3 ** (attempts - 1));
}

/** The receiver has it. Heard late, when somebody else has settled it, it changes nothing. */
export function noticeSent(notice: Notice, at: Instant): NoticeDecision {
  return ok(isQueued(notice) ? [{ type: 'NoticeSent', at }] : []);
}

export function noticeAttemptFailed(notice: Notice, reason: string, at: Instant): NoticeDecision {
  if (!isQueued(notice)) return ok([]);
  const attempts = notice.attempts + 1;
  if (attempts >= mostAttempts) return ok([{ type: 'NoticeGivenUp', reason, at }]);
  return ok([{ type: 'NoticeAttemptFailed', reason, nextTryAt: instant(at + pauseAfter(attempts)), at }]);
}

export function overtakeNotice(notice: Notice, reason: string, at: Instant): NoticeDecision {
  return ok(isQueued(notice) ? [{ type: 'NoticeOvertaken', reason, at }] : []);
}

/** At once, and with all its attempts anew. */
export function retryNotice(notice: Notice, by: string, at: Instant): NoticeDecision {
  if (!noticeCanRetry(notice)) return reject({ code: 'notice.wrong-state', status: notice.status });
  return ok([{ type: 'NoticeRetryAsked', by, at }]);
}

/** Off the lists; its history stays. What still has to be told stays too. */
export function removeNotice(notice: Notice, at: Instant): NoticeDecision {
  return ok(isQueued(notice) || notice.status === 'removed' ? [] : [{ type: 'NoticeRemoved', at }]);
}
