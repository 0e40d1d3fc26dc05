import { type Actor, whyNot } from '@lcm/core/domain/access';
import { sessionCan } from '@lcm/core/domain/session';
import type { Session } from './views.ts';

export const ratings = [
  { rating: 1, words: 'Bad' },
  { rating: 2, words: 'Poor' },
  { rating: 3, words: 'Fair' },
  { rating: 4, words: 'Good' },
  { rating: 5, words: 'Very good' },
] as const;

export function ratingInWords(rating: number): string {
  const found = ratings.find((one) => one.rating === rating);
  return `${rating} of ${ratings.length}${found === undefined ? '' : `, ${found.words.toLowerCase()}`}`;
}

/** Whether the viewer is asked how it was: whoever had it, once it is over. */
export function isAsked(actor: Actor, session: Session): boolean {
  const mayTell = whyNot(actor, 'session:own') === undefined && actor.id === session.ownerId;
  return mayTell && session.startedAt !== undefined && sessionCan('giveFeedback', session);
}
