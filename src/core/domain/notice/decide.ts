import { type Instant, instant, ok, type Result, reject } from '../../kernel/index.ts';
import { isQueued, type NoticeStatus, noticeCanRetry } from './lifecycle.ts';
import { attemptsAfter, type Notice, type NoticeEvent, type NoticeId } from './notice.ts';

export type NoticeRejection = { readonly code: 'notice.wrong-state'; readonly status: NoticeStatus };
export type NoticeDecision = Result<NoticeEvent[], NoticeRejection>;

/** Six hours in all: a night's outage of a receiver is over by then, or somebody has to look. */
const mostAttempts = 12;
const firstPauseMs = 10_000;
const longestPauseMs = 3_600_000;
const outagePauseMs = 60_000;
const longestOutageMs = 6 * 3_600_000;

/** How long to wait after so many attempts that failed. */
export function pauseAfter(attempts: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 3 ** (attempts - 1));
}

/** The receiver has it. Heard late, when somebody else has settled it, it changes nothing. */
export function noticeSent(notice: Notice, at: Instant): NoticeDecision {
  return ok(isQueued(notice) ? [{ type: 'NoticeSent', at }] : []);
}

/** `outage`: nobody can be told this way now. `final`: this one never will be. Else it may be better next time. */
export interface NoticeFailure {
  readonly reason: string;
  readonly is?: 'outage' | 'final' | undefined;
}

export function noticeAttemptFailed(notice: Notice, { reason, is }: NoticeFailure, at: Instant): NoticeDecision {
  if (!isQueued(notice)) return ok([]);
  if (is === 'outage') return duringOutage(notice, reason, at);
  const attempts = attemptsAfter(notice);
  if (is === 'final' || attempts >= mostAttempts) return ok([{ type: 'NoticeGivenUp', reason, at }]);
  return ok([{ type: 'NoticeAttemptFailed', reason, nextTryAt: instant(at + pauseAfter(attempts)), at }]);
}

/** No fault of this one: it is not tried more rarely for it, and given up when it is old. */
function duringOutage({ statusSince }: Notice, reason: string, at: Instant): NoticeDecision {
  if (at >= statusSince + longestOutageMs) return ok([{ type: 'NoticeGivenUp', reason, at }]);
  const nextTryAt = instant(at + outagePauseMs);
  return ok([{ type: 'NoticeAttemptFailed', reason, nextTryAt, outage: true, at }]);
}

/** What goes along in one mail, once and for all: a second attempt must not say something else under the same id. */
export function gatherNotices(notice: Notice, others: readonly NoticeId[], at: Instant): NoticeDecision {
  const isOpen = isQueued(notice) && notice.gathered === undefined;
  return ok(isOpen ? [{ type: 'NoticesGathered', others, at }] : []);
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
