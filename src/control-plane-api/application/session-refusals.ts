import type { SessionAction, SessionRejection, WishRejection } from '@lcm/core/domain/session';
import { toIso, unreachable } from '@lcm/core/kernel';

/** What a session refuses, in words that tell a person what to do about it. */
export function sessionWords(rejection: SessionRejection | WishRejection): string {
  switch (rejection.code) {
    case 'session.wrong-state':
      return `A session that is ${rejection.status} cannot ${sessionVerbs[rejection.action]}.`;
    case 'session.reservation-refused':
      return 'The session has closed itself to this reservation.';
    case 'session.other-pipeline':
      return `The session is ${rejection.status} by now; this step is not part of that.`;
    case 'session.too-long':
      return `A session of this definition lasts ${rejection.maxDurationMinutes} minutes at most.`;
    case 'session.not-longer':
      return `It lasts until ${toIso(rejection.end)} already.`;
    case 'session.preparing':
      return `Its lab is prepared since ${toIso(rejection.from)}; it stays where and when it is.`;
    case 'session.handed-out':
      return `It is ${rejection.ownerId}’s; only seats of a cohort that nobody has yet are handed out.`;
    case 'session.no-such-wish':
      return 'Nobody wants this of the session any more.';
    default:
      return unreachable(rejection);
  }
}

const sessionVerbs = {
  schedule: 'be scheduled',
  instantiate: 'be brought up',
  launch: 'be launched yet',
  end: 'be ended yet',
  terminate: 'be terminated any more',
  leaveHost: 'be taken from its host',
  extend: 'be extended',
  move: 'be moved',
  requeue: 'be placed anew',
  handOut: 'be handed out',
  retryStep: 'have a step tried again',
} as const satisfies Record<SessionAction, string>;
