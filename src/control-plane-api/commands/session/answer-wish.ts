import { nothing } from '@lcm/core/contracts/primitives';
import { AnswerWish } from '@lcm/core/contracts/session-wish';
import { extend, move, moveUnasked, refuseWish, type Session, type WishDecision } from '@lcm/core/domain/session';
import { type Instant, unreachable } from '@lcm/core/kernel';
import { sessions } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';

interface Deps {
  readonly streams: Streams;
}

/** The scheduler's answer to who wants more time or another place; what it grants is reserved already. */
export const answerWish = defineCommand({
  name: 'AnswerWish',
  summary: 'Answer an extension or a move',
  allow: 'session:place',
  input: AnswerWish,
  output: nothing,
  async handle({ sessionId: id, answer }, caller, { streams }: Deps) {
    const options = { aggregate: sessions, id, operation: 'AnswerWish', caller };
    return written(await changeExisting(streams, options, (session, at) => answered(session, answer, at)), () => ({}));
  },
});

function answered(session: Session, answer: AnswerWish['answer'], at: Instant): WishDecision {
  switch (answer.type) {
    case 'extended': {
      const { end, until, summary } = answer;
      return extend(session, { end, until, summary }, at);
    }
    case 'moved': {
      const { placement, timeslot, verdict, unasked } = answer;
      const to = { placement, timeslot, verdict };
      return unasked === true ? moveUnasked(session, to, at) : move(session, to, at);
    }
    case 'refused': {
      const { kind, summary, latestEnd } = answer;
      return refuseWish(session, { kind, summary, latestEnd }, at);
    }
    default:
      return unreachable(answer);
  }
}
