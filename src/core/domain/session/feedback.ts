import { type Instant, ok, type Result, reject } from '../../kernel/index.ts';
import type { FeedbackState } from './feedback-state.ts';
import { type SessionAction, type SessionStatus, sessionCan } from './lifecycle.ts';
import type { Session, SessionEvent } from './session.ts';

export type FeedbackRejection =
  | { readonly code: 'session.wrong-state'; readonly status: SessionStatus; readonly action: SessionAction }
  | { readonly code: 'session.not-begun' }
  | { readonly code: 'session.not-owner' };

type Given = Omit<FeedbackState, 'at'> & { readonly by: string };

/** How it was, in the words of whoever had it. Saying something else later counts instead. */
export function giveFeedback(
  session: Session,
  { by, rating, comment }: Given,
  at: Instant,
): Result<SessionEvent[], FeedbackRejection> {
  if (by !== session.ownerId) return reject({ code: 'session.not-owner' });
  const { status, startedAt, feedback: before } = session;
  if (!sessionCan('giveFeedback', session))
    return reject({ code: 'session.wrong-state', status, action: 'giveFeedback' });
  if (startedAt === undefined) return reject({ code: 'session.not-begun' });
  if (before?.rating === rating && before.comment === comment) return ok([]);
  return ok([{ type: 'SessionFeedbackGiven', rating, comment, by, at }]);
}
