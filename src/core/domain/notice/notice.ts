import { type Brand, type Instant, idKind, sha256 } from '../../kernel/index.ts';
import type { SessionId } from '../session/session-id.ts';
import type { Audience, NoticeStatus, Occasion } from './lifecycle.ts';

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
  /** Absent of a test. */
  readonly session?: NoticeSession | undefined;
  readonly to: { readonly audience: Audience; readonly url: string };
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
}

export type NoticeEvent =
  | { readonly type: 'NoticeQueued'; readonly id: NoticeId; readonly content: NoticeContent; readonly at: Instant }
  | { readonly type: 'NoticeSent'; readonly at: Instant }
  | {
      readonly type: 'NoticeAttemptFailed';
      readonly reason: string;
      readonly nextTryAt: Instant;
      readonly at: Instant;
    }
  | { readonly type: 'NoticeGivenUp'; readonly reason: string; readonly at: Instant }
  | { readonly type: 'NoticeOvertaken'; readonly reason: string; readonly at: Instant }
  | { readonly type: 'NoticeRetryAsked'; readonly by: string; readonly at: Instant }
  | { readonly type: 'NoticeRemoved'; readonly at: Instant };

/** Always the same for the same occurrence and receiver: queueing it twice is queueing it once. */
export function noticeIdOf(subject: string, occurrence: string, url: string): NoticeId {
  return NoticeId.parse(`ntc_${sha256(`${subject} ${occurrence} ${url}`).slice(0, 24)}`);
}
