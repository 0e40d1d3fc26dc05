import { type Instant, ok, type Result, reject, unreachable } from '../../kernel/index.ts';
import { type SessionAction, type SessionStatus, sessionCan } from './lifecycle.ts';
import { withSaved } from './saved.ts';
import type { Grading, RegradeOrder, Score, Session, SessionEvent, StepOutput } from './session.ts';

export type GradingRejection =
  | { readonly code: 'session.wrong-state'; readonly status: SessionStatus; readonly action: SessionAction }
  | { readonly code: 'session.score-locked'; readonly by: string }
  | { readonly code: 'session.regrade-under-way'; readonly by: string }
  | { readonly code: 'session.no-evidence' }
  | { readonly code: 'session.no-score' }
  | { readonly code: 'session.too-many-gradings'; readonly most: number };

type Decision = Result<SessionEvent[], GradingRejection>;

export type AskedRegrade = Omit<RegradeOrder, 'at'> & { readonly cause: 'regrade' | 'reread' };

/** Nobody needs more; each is kept for ever. */
const mostGradings = 50;

/** Grades again: on the evidence there is, or on what the lab shows now. Asked twice while under way it is one order. */
export function askRegrade(session: Session, order: AskedRegrade, at: Instant): Decision {
  const { regrade, review } = session;
  if (!sessionCan(order.cause, session)) return wrongState(session, order.cause);
  if (review?.state === 'locked') return reject({ code: 'session.score-locked', by: review.by });
  if (regrade !== undefined) return askedBefore(regrade, order);
  return whyNoGrading(session, order) ?? ok([{ type: 'SessionRegradeAsked', order, at }]);
}

function whyNoGrading({ evidenceKey, gradings = [] }: Session, { cause }: Pick<RegradeOrder, 'cause'>) {
  if (cause === 'regrade' && evidenceKey === undefined) return reject({ code: 'session.no-evidence' } as const);
  if (gradings.length < mostGradings) return undefined;
  return reject({ code: 'session.too-many-gradings', most: mostGradings } as const);
}

function askedBefore(before: RegradeOrder, order: AskedRegrade): Decision {
  const isSame = [before.cause, before.by, before.rulesOf].join() === [order.cause, order.by, order.rulesOf].join();
  return isSame ? ok([]) : reject({ code: 'session.regrade-under-way', by: before.by });
}

/** Somebody stands behind the score as it is; a later grading takes that back. */
export function submitScore(session: Session, by: string, at: Instant): Decision {
  if (session.review !== undefined) return ok([]);
  return mayReview(session, 'submitScore') ?? ok([{ type: 'SessionScoreSubmitted', by, at }]);
}

/** From now on nothing changes the score. */
export function lockScore(session: Session, by: string, at: Instant): Decision {
  if (session.review?.state === 'locked') return ok([]);
  return mayReview(session, 'lockScore') ?? ok([{ type: 'SessionScoreLocked', by, at }]);
}

function mayReview(session: Session, action: 'submitScore' | 'lockScore'): Decision | undefined {
  if (!sessionCan(action, session)) return wrongState(session, action);
  if (session.score === undefined) return reject({ code: 'session.no-score' });
  if (session.regrade === undefined) return undefined;
  return reject({ code: 'session.regrade-under-way', by: session.regrade.by });
}

function wrongState({ status }: Session, action: SessionAction): Decision {
  return reject({ code: 'session.wrong-state', status, action });
}

/** What a step's output changes: a score is a grading more, and nobody stands behind that one yet. */
export function withOutput(session: Session, { score, saved, ...rest }: StepOutput, at: Instant): Partial<Session> {
  const others = { ...rest, ...(saved && withSaved(session, saved)) };
  if (score === undefined) return others;
  const { gradings = [] } = session;
  const all = [...gradings, gradingOf(session, score, at)];
  return { ...others, score, gradings: all, review: undefined, graderAway: undefined };
}

function gradingOf({ id, gradings = [], regrade, evidenceKey }: Session, score: Score, at: Instant): Grading {
  return {
    number: gradings.length + 1,
    cause: regrade?.cause ?? 'end',
    by: regrade?.by ?? id,
    at,
    ...(evidenceKey !== undefined && { evidenceKey }),
    score,
  };
}

type GradingEvent = Extract<SessionEvent, { type: `SessionRegrade${string}` | `SessionScore${string}` }>;

/** What becomes of the order and of the review; the score itself comes with the step that made it. */
export function evolveGrading(session: Session, event: GradingEvent): Session {
  const { at } = event;
  switch (event.type) {
    case 'SessionRegradeAsked': {
      const { regrade: _done, ...progress } = session.progress;
      return { ...session, regrade: { ...event.order, at }, regradeFailure: undefined, progress };
    }
    case 'SessionRegradeSettled':
      return { ...session, regrade: undefined, regradeFailure: event.failure, graderAway: undefined };
    case 'SessionScoreSubmitted':
      return { ...session, review: { state: 'submitted', by: event.by, at } };
    case 'SessionScoreLocked':
      return { ...session, review: { state: 'locked', by: event.by, at } };
    default:
      return unreachable(event);
  }
}
