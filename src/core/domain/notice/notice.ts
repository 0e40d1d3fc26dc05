import { type Brand, type Instant, idKind, sha256 } from '../../kernel/index.ts';
import type { SessionId } from '../session/session-id.ts';
import type { NoticeStatus, Occasion } from './lifecycle.ts';
import type { NoticeReceiver } from './receiver.ts';

export type NoticeId = Brand<string, 'NoticeId'>;
export const NoticeId = idKind<'NoticeId'>('ntc');

/** What programs want of it beside the words; instants as text. */
export type NoticeFacts = Readonly<Record<string, string | number>>;

export interface NoticeSession {
  readonly id: SessionId;
  readonly name: string;
  readonly ownerId: string;
}

/** What is told, as it stands from when it was queued: however often it is tried, it says the same. */
export interface NoticeContent {
  readonly occasion: Occasion;
  readonly title: string;
  readonly text: string;
  readonly facts: NoticeFacts;
  /** Absent of a test, and of what is no session's. */
  readonly session?: NoticeSession | undefined;
  readonly to: NoticeReceiver;
  readonly happenedAt: Instant;
  /** Where in the order of everything it comes from: one receiver is told of one session in this order. */
  readonly order: { readonly position: number; readonly part: number };
  /** Of a reminder: the start or the end that it is about. */
  readonly about?: Instant | undefined;
}

/** One thing that one receiver is told. */
export interface Notice extends NoticeContent {
  readonly id: NoticeId;
  readonly queuedAt: Instant;
  readonly status: NoticeStatus;
  readonly statusSince: Instant;
  /** Why it has its status, in words. */
  readonly reason: string;
  readonly attempts: number;
  /** Not before then; absent: at once. */
  readonly nextTryAt?: Instant | undefined;
  /** Since when it waits for a way out that is closed to all, and not for its receiver. */
  readonly outageSince?: Instant | undefined;
  /** What its receiver is told in the same mail. It is chosen before the first attempt, so that each says the same. */
  readonly gathered?: readonly NoticeId[] | undefined;
}

export type NoticeEvent =
  | { readonly type: 'NoticeQueued'; readonly id: NoticeId; readonly content: NoticeContent; readonly at: Instant }
  | { readonly type: 'NoticeSent'; readonly at: Instant }
  | {
      readonly type: 'NoticeAttemptFailed';
      readonly reason: string;
      readonly nextTryAt: Instant;
      readonly outage?: true | undefined;
      readonly at: Instant;
    }
  | { readonly type: 'NoticesGathered'; readonly others: readonly NoticeId[]; readonly at: Instant }
  | { readonly type: 'NoticeGivenUp'; readonly reason: string; readonly at: Instant }
  | { readonly type: 'NoticeOvertaken'; readonly reason: string; readonly at: Instant }
  | { readonly type: 'NoticeRetryAsked'; readonly by: string; readonly at: Instant }
  | { readonly type: 'NoticeRemoved'; readonly at: Instant };

/** How often it was tried once this attempt has failed: those that an outage ended do not count against it. */
export function attemptsAfter({ attempts, outageSince }: Pick<Notice, 'attempts' | 'outageSince'>): number {
  return outageSince === undefined ? attempts + 1 : 1;
}

/** Always the same for the same occurrence and receiver: queueing it twice is queueing it once. */
export function noticeIdOf(subject: string, occurrence: string, receiver: string): NoticeId {
  return NoticeId.parse(`ntc_${sha256(`${subject} ${occurrence} ${receiver}`).slice(0, 24)}`);
}
