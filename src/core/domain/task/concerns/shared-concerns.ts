import type { Session } from '../../session/index.ts';
import type { Concern, ConcernLimits } from '../concern.ts';
import { deliveryConcerns, deliverySubject } from './delivery-concerns.ts';
import { graderConcerns, graderSubject } from './grader-concerns.ts';

interface Shared {
  /** What of its kind the session is without. */
  readonly of: (session: Session) => string | undefined;
  readonly concerns: (sessions: readonly Session[], limits: ConcernLimits) => readonly Concern[];
}

/** What several sessions have in common, and are told of as one matter. */
const shared: ReadonlyMap<string, Shared> = new Map([
  [deliverySubject, { of: ({ deliveryAway }) => deliveryAway?.deployment, concerns: deliveryConcerns }],
  [graderSubject, { of: ({ graderAway }) => graderAway?.engine, concerns: graderConcerns }],
]);

/** The streams of what the session is without: `delivery/europe`. */
export function sharedStreamsOf(session: Session): readonly string[] {
  return [...shared].flatMap(([kind, { of }]) => {
    const id = of(session);
    return id === undefined ? [] : [`${kind}/${id}`];
  });
}

export function sharedConcerns(sessions: readonly Session[], limits: ConcernLimits): readonly Concern[] {
  return [...shared.values()].flatMap(({ concerns }) => concerns(sessions, limits));
}
